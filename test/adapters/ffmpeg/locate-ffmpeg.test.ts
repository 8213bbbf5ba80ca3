import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { installCommand, locateFfmpeg } from '../../../src/adapters/ffmpeg/locate-ffmpeg.ts';
import { passthroughOption } from '../../../src/adapters/ffmpeg/passthrough-option.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function program(folder: string, name: string, script = 'exit 0'): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Where ffmpeg-static is installed it comes before the PATH, and the tests of the PATH have nothing to find. */
function needNoStatic(context: TestContext): void {
  let path: unknown;
  try {
    path = createRequire(import.meta.url)('ffmpeg-static');
  } catch {
    return;
  }
  if (typeof path === 'string' && existsSync(path))
    context.skip('ffmpeg-static is installed: the PATH is not looked at');
}

const linux = { platform: 'linux' as const };

describe('locateFfmpeg', () => {
  it('takes the program that the user named, with the ffprobe beside it and no other', () => {
    const folder = tempFolder();
    const named = program(join(folder, 'own'), 'ffmpeg-7');
    const other = join(folder, 'bin');
    program(other, 'ffmpeg');
    program(other, 'ffprobe');
    expect(locateFfmpeg({ ...linux, named, path: other })).toEqual({ ffmpeg: named, ffprobe: undefined });
    const probe = program(join(folder, 'own'), 'ffprobe');
    expect(locateFfmpeg({ ...linux, named, path: other })).toEqual({ ffmpeg: named, ffprobe: probe });
  });

  it('takes the first program on the PATH, and the ffprobe beside it before others', (context) => {
    needNoStatic(context);
    const folder = tempFolder();
    const [probes, first, second] = ['probes', 'first', 'second'].map((name) => join(folder, name));
    // A folder and a file that is no program are not taken for one.
    mkdirSync(join(folder, 'odd', 'ffmpeg'), { recursive: true });
    mkdirSync(join(folder, 'text'));
    writeFileSync(join(folder, 'text', 'ffmpeg'), 'no program', { mode: 0o644 });
    const ffmpeg = program(first!, 'ffmpeg');
    program(second!, 'ffmpeg');
    program(second!, 'ffprobe');
    const probe = program(probes!, 'ffprobe');
    const path = ['', probes!, join(folder, 'odd'), join(folder, 'text'), first!, second!].join(delimiter);
    expect(locateFfmpeg({ ...linux, named: undefined, path })).toEqual({ ffmpeg, ffprobe: probe });
    const beside = program(first!, 'ffprobe');
    expect(locateFfmpeg({ ...linux, named: undefined, path })).toEqual({ ffmpeg, ffprobe: beside });
  });

  it('follows a link to a program', () => {
    const folder = tempFolder();
    const link = join(folder, 'ffmpeg');
    symlinkSync(program(join(folder, 'real'), 'ffmpeg'), link);
    expect(locateFfmpeg({ ...linux, named: link, path: '' }).ffmpeg).toBe(link);
  });

  it.each(['/nowhere/ffmpeg', '/'])('refuses %s, which is no program', (named) => {
    expect(() => locateFfmpeg({ ...linux, named, path: process.env.PATH })).toThrow(
      expect.objectContaining({ code: 'ffmpeg-missing', message: expect.stringContaining(named) }),
    );
  });

  it('says how to install it where there is none', (context) => {
    needNoStatic(context);
    for (const path of ['', undefined, '/nowhere']) {
      expect(() => locateFfmpeg({ ...linux, named: undefined, path })).toThrow(
        expect.objectContaining({ code: 'ffmpeg-missing', hint: installCommand('linux') }),
      );
    }
    expect(installCommand('darwin')).toContain('brew');
    expect(installCommand('win32')).toContain('winget');
  });
});

describe('passthroughOption', () => {
  it.each([
    ['ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright', '-vsync'],
    ['ffmpeg version 5.0.1 Copyright', '-vsync'],
    ['ffmpeg version 5.1.9-0+deb12u1 Copyright', '-fps_mode'],
    ['ffmpeg version 6.0-static https://johnvansickle.com', '-fps_mode'],
    ['ffmpeg version n7.1 Copyright', '-fps_mode'],
    ['ffmpeg version n4.4.1 Copyright', '-vsync'],
    ['ffmpeg version 10.0 Copyright', '-fps_mode'],
    ['ffmpeg version N-109741-gbbe95f7353-tessus', '-fps_mode'],
    ['ffmpeg version git-2020-05-23-26b4509', '-fps_mode'],
  ])('for "%s" is %s', async (line, option) => {
    const ffmpeg = program(tempFolder(), 'ffmpeg', `echo '${line}'`);
    expect(await passthroughOption(ffmpeg, new AbortController().signal)).toEqual([option, 'passthrough']);
  });
});
