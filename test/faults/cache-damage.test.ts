import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FakeHub, startFakeHub } from '../support/fake-hub.ts';
import { publish } from '../support/made-models.ts';
import { madeSightModel, TEXT_GRAPH, VISION_GRAPH } from '../support/made-sight-model.ts';
import { sightRig } from '../support/sight-rig.ts';

/** A time that can be given back to the nanosecond. */
const LONG_AGO = new Date('2001-01-01T00:00:00Z');

/** A pulled model with a library that it has made, and the Hub it came from. */
async function pulled() {
  const made = madeSightModel('made');
  const hub = await startFakeHub();
  publish(hub, made);
  const rig = sightRig(made);
  for (const { path } of made.model.files) utimesSync(join(rig.models, path), LONG_AGO, LONG_AGO);
  await rig.index();
  expect((await rig.run(rig.verbs.search)).code).toBe(0);
  return { ...rig, hub, made };
}

/** Flips one bit of a file's weights, and leaves its size as it is. */
function flip(path: string, { sameTime }: { sameTime: boolean }): Buffer {
  const content = readFileSync(path);
  content[content.indexOf('weights') - 20]! ^= 1;
  writeFileSync(path, content);
  if (sameTime) utimesSync(path, LONG_AGO, LONG_AGO);
  return content;
}

const pull = (rig: Pick<Awaited<ReturnType<typeof pulled>>, 'run'>, hub: FakeHub, ...args: string[]) =>
  rig.run(['models', 'pull', 'made', '--no-self-test', ...args], { env: { HF_ENDPOINT: hub.endpoint } });

describe('a byte that is flipped after the pull', () => {
  it.each([
    ['index', VISION_GRAPH],
    ['search', TEXT_GRAPH],
  ] as const)('C1 with a new modification time is found by %s · 5', async (verb, path) => {
    const rig = await pulled();
    const damaged = flip(join(rig.models, path), { sameTime: false });
    const { code, stdout, stderr } = await rig.run(rig.verbs[verb]);
    expect(stderr).toMatch(
      new RegExp(
        `^heimdex: the model made is damaged: ${path}: expected sha256:[0-9a-f]{64}, got sha256:[0-9a-f]{64}\n` +
          'try: heimdex models pull made\n$',
      ),
    );
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    const json = await rig.run([...rig.verbs[verb], '--json']);
    expect(JSON.parse(json.stderr)).toMatchObject({ code: 'model-damaged', exit: 5 });
    expect(readFileSync(join(rig.models, path)), 'looking changes nothing').toEqual(damaged);
    expect((await rig.run(['models', 'verify', 'made'])).code).toBe(5);
  });

  it('C1 with size and modification time as before is found by verify · 5, again and again, and then by all', async () => {
    const rig = await pulled();
    flip(join(rig.models, TEXT_GRAPH), { sameTime: true });
    for (let round = 0; round < 2; round++) {
      const { code, stdout, stderr } = await rig.run(['models', 'verify', 'made']);
      expect(stdout).toMatch(
        /^hash {5}made\/onnx\/text_model\.onnx {2}expected sha256:\w+, got sha256:\w+$/m,
      );
      expect(stderr).toBe(
        'heimdex: 1 file does not fit: made/onnx/text_model.onnx (hash)\ntry: heimdex models pull made\n',
      );
      expect(code).toBe(5);
    }
    expect(readdirSync(join(rig.models, 'onnx')).sort()).toEqual(['text_model.onnx', 'vision_model.onnx']);
    expect((await rig.run(rig.verbs.search)).code).toBe(5);
    expect((await rig.run(rig.verbs.index)).code).toBe(5);
  });
});

describe('a pull of a damaged file', () => {
  it('C1 keeps it as .bad, says so, and brings the right one · 0', async () => {
    const rig = await pulled();
    const place = join(rig.models, TEXT_GRAPH);
    const damaged = flip(place, { sameTime: false });
    const { code, stderr } = await pull(rig, rig.hub);
    expect(stderr).toContain(`made/${TEXT_GRAPH} was damaged: what was there is kept as ${place}.bad\n`);
    expect(code).toBe(0);
    expect(readFileSync(`${place}.bad`)).toEqual(damaged);
    expect(readFileSync(place)).toEqual(rig.made.contents.get(TEXT_GRAPH));
    expect((await rig.run(rig.verbs.search)).code).toBe(0);
    const verified = await rig.run(['models', 'verify', 'made']);
    expect(verified.stdout).toContain(
      `extra    made/${TEXT_GRAPH}.bad  a file that did not fit, set aside when it was replaced\n`,
    );
    expect({ code: verified.code, stderr: verified.stderr }).toEqual({ code: 0, stderr: '' });
    const { files } = JSON.parse((await rig.run(['models', 'verify', 'made', '--json'])).stdout);
    expect(files.at(-1)).toEqual({
      model: 'made',
      path: `${TEXT_GRAPH}.bad`,
      state: 'extra',
      expected: null,
      actual: 'a file that did not fit, set aside when it was replaced',
    });
  });

  it('C1 keeps one such file of a name: the newest', async () => {
    const rig = await pulled();
    const place = join(rig.models, TEXT_GRAPH);
    for (const length of [10, 20]) {
      chmodSync(place, 0o600);
      writeFileSync(place, 'x'.repeat(length));
      expect((await pull(rig, rig.hub)).code).toBe(0);
      expect(statSync(`${place}.bad`).size).toBe(length);
    }
    expect(readdirSync(join(rig.models, 'onnx')).sort()).toEqual([
      'text_model.onnx',
      'text_model.onnx.bad',
      'vision_model.onnx',
    ]);
  });

  it('C1 that fails leaves it where it is: still damaged, not missing · 6, 5', async () => {
    const rig = await pulled();
    const damaged = flip(join(rig.models, TEXT_GRAPH), { sameTime: false });
    rig.hub.always(TEXT_GRAPH, { status: 404 });
    expect((await pull(rig, rig.hub)).code).toBe(6);
    expect(readFileSync(join(rig.models, TEXT_GRAPH))).toEqual(damaged);
    expect((await rig.run(['models', 'verify', 'made'])).code).toBe(5);
  });

  it('C1 tells programs where it is kept, by an event', async () => {
    const rig = await pulled();
    const place = join(rig.models, TEXT_GRAPH);
    flip(place, { sameTime: false });
    const { stderr } = await pull(rig, rig.hub, '--progress', 'json');
    const events = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.find(({ kind }) => kind === 'set-aside')).toMatchObject({
      model: 'made',
      path: TEXT_GRAPH,
      keptAs: `${place}.bad`,
    });
  });

  it('C1 says nothing of it where nothing was damaged', async () => {
    const rig = await pulled();
    const bad = join(rig.models, `${TEXT_GRAPH}.bad`);
    symlinkSync('text_model.onnx', bad);
    const { code, stderr } = await pull(rig, rig.hub);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'everything is here already\n' });
  });
});
