import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { needProgram } from '../support/machine.ts';
import { madeSightModel, TEXT_GRAPH, VISION_GRAPH } from '../support/made-sight-model.ts';
import { sightRig } from '../support/sight-rig.ts';
import { tracedCalls } from '../support/traced-calls.ts';

/** A rig with another program's copies of the model wherever a library for models would look for some. */
function rigWithDecoys() {
  const made = madeSightModel('made');
  const { repo, revision } = made.model.source;
  const rig = sightRig(made);
  const places = [
    join(rig.folder, 'models', repo),
    join(rig.folder, 'node_modules/.cache', repo),
    join(rig.folder, 'node_modules/@huggingface/transformers/.cache', repo),
    join(rig.folder, '.cache/huggingface/hub', `models--${repo.replace('/', '--')}`, 'snapshots', revision),
    join(rig.folder, '.cache/transformers', repo),
  ];
  for (const place of places) {
    for (const [path, content] of made.contents) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), content);
    }
  }
  return rig;
}

/** Such a place, wherever it is: also in the folder of the program itself. */
const DECOY = /makers|node_modules\/\.cache|transformers\/\.cache|\.cache\/|huggingface\/hub/;

describe('copies of a model that other programs have left', () => {
  it.for(['index', 'search'] as const)('C6 are never so much as looked for by %s', async (verb, context) => {
    const strace = needProgram(context, 'strace');
    const rig = rigWithDecoys();
    await rig.index();
    const log = join(rig.folder, 'calls.log');
    const { status, stderr } = rig.runBelow(
      [strace, '-f', '-qq', '-e', 'trace=%file', '-e', 'signal=none', '-o', log],
      rig.verbs[verb],
    );
    expect(status, stderr).toBe(0);
    const calls = tracedCalls(log, rig.folder);
    expect(calls.filter((call) => DECOY.test(call))).toEqual([]);
    const loaded = calls.filter((call) => call.includes('openat') && call.includes('.onnx"'));
    expect(loaded.length, 'strace sees what is opened').toBeGreaterThan(0);
    expect(loaded.filter((call) => !call.includes(rig.models.slice(rig.folder.length)))).toEqual([]);
  });

  it.each([
    ['index', VISION_GRAPH],
    ['search', TEXT_GRAPH],
  ] as const)('C6 do not stand in for a file that %s misses in the store · 4', async (verb, path) => {
    const rig = rigWithDecoys();
    await rig.index();
    rmSync(join(rig.models, path));
    const { code, stderr } = await rig.run(rig.verbs[verb]);
    expect(stderr).toBe(
      `heimdex: the model made is not here: ${path} is missing\ntry: heimdex models pull made\n`,
    );
    expect(code).toBe(4);
  });
});
