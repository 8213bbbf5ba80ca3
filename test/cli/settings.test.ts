import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../src/cli/host.ts';
import { resolveSettings } from '../../src/cli/settings.ts';

function host(platform: NodeJS.Platform, env: Host['env'], cwd: () => string = () => '/work'): Host {
  return {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    env,
    get cwd() {
      return cwd();
    },
    userHome: '/home/ann',
    tempFolder: '/tmp',
    platform,
    onSignal: () => () => {},
    pauseNow() {},
    lowerPriority() {},
    exitNow: (code) => {
      throw new Error(`exit ${code}`);
    },
  };
}

const homeOf = (platform: NodeJS.Platform, env: Host['env']) => resolveSettings(host(platform, env), {}).home;

describe('the data folder', () => {
  it('lies in an absolute XDG_DATA_HOME, and never in a relative one', () => {
    expect(homeOf('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/heimdex');
    for (const relative of ['data', './data', '../data', ''])
      expect(homeOf('linux', { XDG_DATA_HOME: relative })).toBe('/home/ann/.local/share/heimdex');
  });

  it('lies in an absolute LOCALAPPDATA on Windows, and never in a relative one', () => {
    expect(homeOf('win32', { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local' })).toContain('C:\\Users\\ann');
    for (const relative of ['data', '.\\data', ''])
      expect(homeOf('win32', { LOCALAPPDATA: relative })).toBe('/home/ann/.local/share/heimdex');
  });
});

it('needs no working folder where all paths are absolute', () => {
  const gone = () => {
    throw new Error('the working folder was asked for');
  };
  const env = { HEIMDEX_DB: '/videos/library.db', HEIMDEX_FFMPEG: '/bin/ffmpeg' };
  expect(resolveSettings(host('linux', env, gone), { home: '/data/../home' })).toMatchObject({
    home: '/home',
    library: '/videos/library.db',
    ffmpeg: '/bin/ffmpeg',
  });
});
