import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { type IndexDocument, indexRig, type SearchDocument } from './index-rig.ts';
import { needProgram } from './machine.ts';
import { PROGRAM } from './run-heimdex.ts';

/** What a script may call: `index FOLDER` and `search`. */
const COMMANDS = `
  index() { "$NODE" "$PROGRAM" index "$@" --profile tiny --json; }
  search() { "$NODE" "$PROGRAM" search wall --min-confidence 0 --limit 9 --json; }`;

/**
 * A rig with an empty folder \`drive\`, and shell scripts that may mount on it: each runs with mounts of its own, which
 * end with it. The test is skipped where the machine allows no such thing.
 */
export function driveRig(context: TestContext) {
  const unshare = needProgram(context, 'unshare');
  const rig = indexRig();
  const drive = join(rig.folder, 'drive');
  mkdirSync(drive);
  if (spawnSync(unshare, ['-Urm', 'mount', '-t', 'tmpfs', 'none', drive]).status !== 0)
    context.skip('this machine allows no mounts of one’s own');
  return {
    ...rig,
    drive,
    /** Runs a script in the rig's folder and returns the documents that it printed. */
    script(
      script: string,
      variables: Readonly<Record<string, string>> = {},
    ): (IndexDocument & SearchDocument)[] {
      const env = { ...rig.env, ...variables, PATH: process.env.PATH, NODE: process.execPath, PROGRAM };
      const { status, stdout, stderr } = spawnSync(
        unshare,
        ['-Urm', 'sh', '-c', `set -e; ${COMMANDS}\n cd "${rig.folder}"\n${script}`],
        { encoding: 'utf8', env },
      );
      if (status !== 0) throw new Error(`the script ended with ${status}: ${stderr}`);
      return stdout
        .trimEnd()
        .split(/\n(?=\{)/)
        .map((document) => JSON.parse(document));
    },
  };
}
