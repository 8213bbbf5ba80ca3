import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHeimdex } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ROOT = new URL('../../', import.meta.url);
const README = readFileSync(new URL('README.md', ROOT), 'utf8');

/** A transcript's commands, each with what it prints on stdout. */
function transcript(): { args: string[]; output: string }[] {
  const block = README.match(/```console\n(.*?)```/s)?.[1] ?? '';
  return block
    .split(/^\$ heimdex /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...output] = part.split('\n');
      const args = [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
        (match) => match[1] ?? match[2] ?? match[3]!,
      );
      return { args, output: output.join('\n') };
    });
}

describe('the README', () => {
  it('shows what the program really prints', async () => {
    const folder = tempFolder();
    cpSync(new URL('demo/videos', ROOT), join(folder, 'videos'), { recursive: true });
    const commands = transcript();
    expect(commands.length).toBeGreaterThanOrEqual(3);
    for (const { args, output } of commands) {
      const result = await runHeimdex(args, { cwd: folder, env: { HEIMDEX_HOME: join(folder, 'home') } });
      expect(result).toMatchObject({ code: 0, stdout: output });
    }
  });

  it('links only to files that are there', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1]!);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) expect(() => readFileSync(new URL(link, ROOT))).not.toThrowError(/ENOENT/);
  });
});
