import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createModelStore } from '../../../src/adapters/files/create-model-store.ts';
import { type DigestFile, digestFile } from '../../../src/adapters/files/digest-file.ts';
import { install, madeModel, sha256, someBytes, someGraph } from '../../support/made-models.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const signal = new AbortController().signal;

interface RecordDocument {
  readonly schemaVersion: number;
  readonly files: Readonly<Record<string, object>>;
}
const GRAPH = 'onnx/model.onnx';

/** A store with one model of two files in it, and how often a file of it has been read. */
function setUp() {
  const home = tempFolder();
  const made = madeModel('made', { [GRAPH]: someGraph(3_000_000), 'tokenizer.json': someBytes(500) });
  const folder = install(home, made);
  utimesSync(join(folder, GRAPH), LONG_AGO, LONG_AGO);
  const read: string[] = [];
  const counting: DigestFile = (path, ...rest) => {
    read.push(path);
    return digestFile(path, ...rest);
  };
  const places = { home, packageFolder: tempFolder() };
  const { model } = made;
  const open = () => createModelStore(places, counting).open(model, signal);
  const check = (quick: boolean) =>
    Promise.all(
      model.files.map((file) => createModelStore(places, counting).checkFile(model, file, { quick, signal })),
    );
  const record = join(home, 'models', 'made', `${model.source.revision}.verified.json`);
  return { home, places, made, model, folder, read, open, check, record };
}

/** Times that can be given back to the nanosecond. */
const LONG_AGO = new Date('2001-01-01T00:00:00Z');

/** Flips one bit and keeps size and times. */
function flip(path: string): void {
  const content = readFileSync(path);
  content[content.length >> 1]! ^= 1;
  writeFileSync(path, content);
  utimesSync(path, LONG_AGO, LONG_AGO);
}

const statesOf = (reports: readonly { state: string }[]) => reports.map(({ state }) => state);

describe('a full check', () => {
  test('finds whole files whole', async () => {
    expect(statesOf(await setUp().check(false))).toEqual(['ok', 'ok']);
  });

  test('C1 finds a flipped bit even if size and times are those of before', async () => {
    const { check, folder } = setUp();
    await check(false);
    flip(join(folder, GRAPH));
    const [graph] = await check(false);
    expect(graph).toMatchObject({ state: 'hash' });
    expect(graph!.expected).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(graph!.actual).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(graph!.actual).not.toBe(graph!.expected);
  });

  test('tells a file of another size without reading it', async () => {
    const { check, folder, read } = setUp();
    truncateSync(join(folder, GRAPH), 17);
    expect((await check(false))[0]).toMatchObject({
      state: 'size',
      expected: '3000000 bytes',
      actual: '17 bytes',
    });
    expect(read).toEqual([join(folder, 'tokenizer.json')]);
  });

  test('tells what is missing', async () => {
    const { check, folder } = setUp();
    rmSync(join(folder, 'onnx'), { recursive: true });
    expect(statesOf(await check(false))).toEqual(['missing', 'ok']);
  });

  test('takes no link for a file, nor a file behind a linked folder', async () => {
    const { check, folder, made } = setUp();
    const elsewhere = tempFolder();
    writeFileSync(join(elsewhere, 'model.onnx'), made.contents.get(GRAPH)!);
    writeFileSync(join(elsewhere, 'tokenizer.json'), made.contents.get('tokenizer.json')!);
    rmSync(join(folder, 'onnx'), { recursive: true });
    symlinkSync(elsewhere, join(folder, 'onnx'));
    rmSync(join(folder, 'tokenizer.json'));
    symlinkSync(join(elsewhere, 'tokenizer.json'), join(folder, 'tokenizer.json'));
    expect(statesOf(await check(false))).toEqual(['hash', 'hash']);
  });

  test('checks a file by its git blob id where no sha256 is known', async () => {
    const home = tempFolder();
    const made = madeModel('made', { f: new TextEncoder().encode('hello\n') });
    // What `git hash-object` says of a file with the line "hello".
    const file = { path: 'f', bytes: 6, gitSha1: 'ce013625030ba8dba906f756967f9e9ca394464a' };
    const model = { ...made.model, files: [file] };
    install(home, made);
    const store = createModelStore({ home, packageFolder: home });
    expect(await store.checkFile(model, file, { quick: false, signal })).toMatchObject({ state: 'ok' });
    writeFileSync(join(store.folderOf(model), 'f'), 'hellp\n');
    expect(await store.checkFile(model, file, { quick: false, signal })).toMatchObject({ state: 'hash' });
  });

  test('stops when it is asked to', async () => {
    const { places, model } = setUp();
    const stop = new AbortController();
    const checking = createModelStore(places).checkFile(model, model.files[0]!, {
      quick: false,
      signal: stop.signal,
      onBytes: () => stop.abort(130),
    });
    await expect(checking).rejects.toMatchObject({ code: 'interrupted', cause: 130 });
  });
});

describe('the quick record', () => {
  test('spares reading files that are untouched since the last full check', async () => {
    const { check, read } = setUp();
    await check(false);
    read.length = 0;
    expect(statesOf(await check(true))).toEqual(['ok', 'ok']);
    expect(read).toEqual([]);
  });

  test.each([
    ['written again', (path: string) => writeFileSync(path, readFileSync(path))],
    ['given another time', (path: string) => utimesSync(path, new Date(), new Date(5000))],
    [
      'replaced by a copy of the same time',
      (path: string) => {
        writeFileSync(`${path}.copy`, readFileSync(path));
        renameSync(`${path}.copy`, path);
        utimesSync(path, LONG_AGO, LONG_AGO);
      },
    ],
  ])('does not stand for a file that was %s', async (_, touch) => {
    const { check, folder, read } = setUp();
    await check(false);
    touch(join(folder, GRAPH));
    read.length = 0;
    expect(statesOf(await check(true))).toEqual(['ok', 'ok']);
    expect(read).toEqual([join(folder, GRAPH)]);
  });

  test('keeps a bad verdict too: a damaged file is known as such without reading it again', async () => {
    const { check, folder, read } = setUp();
    flip(join(folder, GRAPH));
    await check(false);
    read.length = 0;
    expect(statesOf(await check(true))).toEqual(['hash', 'ok']);
    expect(read).toEqual([]);
  });

  test('does not stand for a file of which the manifest now wants other content', async () => {
    const { check, places, model } = setUp();
    await check(false);
    const file = { ...model.files[0]!, sha256: sha256(someBytes(1)) };
    const store = createModelStore(places);
    expect(await store.checkFile(model, file, { quick: true, signal })).toMatchObject({ state: 'hash' });
  });

  test.each([
    ['of another version', (document: RecordDocument) => ({ ...document, schemaVersion: 2 })],
    [
      'without a digest in it',
      ({ files, ...document }: RecordDocument) => ({
        ...document,
        files: Object.fromEntries(
          Object.entries(files).map(([path, entry]) => [path, { ...entry, digest: 7 }]),
        ),
      }),
    ],
  ])('%s counts as none', async (_, change) => {
    const { check, record, read } = setUp();
    await check(false);
    writeFileSync(record, JSON.stringify(change(JSON.parse(readFileSync(record, 'utf8')))));
    read.length = 0;
    expect(statesOf(await check(true))).toEqual(['ok', 'ok']);
    expect(read).toHaveLength(2);
  });

  test.each(['', '{', '[]', 'null', '{"schemaVersion":1}'])(
    'that reads "%s" counts as none',
    async (text) => {
      const { check, record, read } = setUp();
      mkdirSync(dirname(record), { recursive: true });
      writeFileSync(record, text);
      expect(statesOf(await check(true))).toEqual(['ok', 'ok']);
      expect(read).toHaveLength(2);
    },
  );

  test('that can’t be written is no error', async () => {
    const { check, record, open } = setUp();
    mkdirSync(record, { recursive: true });
    expect(statesOf(await check(false))).toEqual(['ok', 'ok']);
    expect((await open()).model.key).toBe('made');
    expect(statSync(record).isDirectory()).toBe(true);
  });
});

describe('a glance', () => {
  test('reads no file and takes one of the right size for whole', async () => {
    const { places, model, folder, read } = setUp();
    flip(join(folder, GRAPH));
    const store = createModelStore(places);
    expect(await store.glanceFile(model, model.files[0]!)).toMatchObject({ state: 'ok' });
    expect(read).toEqual([]);
  });

  test('knows of damage that a full check has found', async () => {
    const { places, check, model, folder } = setUp();
    flip(join(folder, GRAPH));
    await check(false);
    expect(await createModelStore(places).glanceFile(model, model.files[0]!)).toMatchObject({
      state: 'hash',
    });
  });
});

describe('opening a model for use', () => {
  test('gives the place of each file', async () => {
    const { open, folder } = setUp();
    const opened = await open();
    expect(opened.pathOf(GRAPH)).toBe(join(folder, GRAPH));
    expect(() => opened.pathOf('other')).toThrow('other is no file of made');
  });

  test('reads nothing where the quick record fits', async () => {
    const { open, read } = setUp();
    await open();
    read.length = 0;
    await open();
    expect(read).toEqual([]);
  });

  test('refuses a model of which a file is missing, and says how to mend it', async () => {
    const { open, folder } = setUp();
    rmSync(join(folder, 'tokenizer.json'));
    await expect(open()).rejects.toMatchObject({
      code: 'model-missing',
      message: 'the model made is not here: tokenizer.json is missing',
      hint: 'heimdex models pull made',
    });
  });

  test('C1 refuses a model with a changed file', async () => {
    const { open, folder } = setUp();
    await open();
    writeFileSync(join(folder, GRAPH), someBytes(3_000_000));
    await expect(open()).rejects.toMatchObject({
      code: 'model-damaged',
      message: expect.stringContaining('the model made is damaged: onnx/model.onnx: expected sha256:'),
      hint: 'heimdex models pull made',
    });
  });
});

describe('extra files', () => {
  test('are those that the manifest does not name; the part of an unfinished pull is none', async () => {
    const { places, model, folder } = setUp();
    writeFileSync(join(folder, 'onnx', 'model.onnx_data'), '');
    writeFileSync(join(folder, '.hidden'), '');
    writeFileSync(join(folder, 'tokenizer.json.part'), '');
    expect(await createModelStore(places).extraFiles(model)).toEqual(['.hidden', 'onnx/model.onnx_data']);
  });

  test('of a model that is not here are none', async () => {
    const { places, model, folder } = setUp();
    rmSync(folder, { recursive: true });
    expect(await createModelStore(places).extraFiles(model)).toEqual([]);
  });
});

describe('a bundled model', () => {
  test('lies in the package folder, and its quick record in the home folder', async () => {
    const packageFolder = tempFolder();
    const home = tempFolder();
    const made = madeModel('demo', { f: someGraph(100) });
    const source = { kind: 'bundled', folder: 'demo/models', revision: made.model.source.revision } as const;
    const model = { ...made.model, source };
    mkdirSync(join(packageFolder, 'demo/models'), { recursive: true });
    writeFileSync(join(packageFolder, 'demo/models/f'), made.contents.get('f')!);
    const store = createModelStore({ home, packageFolder });
    expect((await store.open(model, signal)).pathOf('f')).toBe(join(packageFolder, 'demo/models/f'));
    expect(existsSync(join(home, 'models/demo', `${source.revision}.verified.json`))).toBe(true);
    writeFileSync(join(packageFolder, 'demo/models/f'), someBytes(100));
    await expect(store.open(model, signal)).rejects.toMatchObject({
      code: 'model-damaged',
      hint: 'install heimdex again',
    });
  });
});
