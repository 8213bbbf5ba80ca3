import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ArchiveEvent } from '../../../src/app/models/archive-event.ts';
import { archiveManifest } from '../../../src/domain/archive/archive-manifest.ts';
import {
  ARCHIVE_MANIFEST,
  fileEntryName,
  selfTestEntryName,
} from '../../../src/domain/archive/entry-names.ts';
import type { HubModel } from '../../../src/domain/ports/model-source.ts';
import { importRig } from '../../support/import-rig.ts';
import {
  install,
  type MadeModel,
  madeModel,
  someBytes,
  writeUserManifest,
} from '../../support/made-models.ts';
import { failure } from '../../support/pull-rig.ts';
import {
  END,
  rawArchive,
  rawEntry,
  rawFiles,
  rawHeader,
  rawManifest,
  rawPax,
} from '../../support/raw-tar.ts';

const FILES = { 'onnx/model.onnx': someBytes(200_000), 'tokenizer.json': someBytes(700) };
const made = madeModel('made', FILES);
const other = madeModel('other', { 'model.onnx': someBytes(3000) });
const nameOf = (path: string, { model }: MadeModel = made) =>
  fileEntryName(model, model.files.find((file) => file.path === path)!);
const changed = (changes: Partial<HubModel>): MadeModel => ({
  ...made,
  model: { ...made.model, ...changes } as HubModel,
});

describe('an archive of heimdex’s own', () => {
  test('of a model that heimdex knows brings its files, read-only, and no manifest', async () => {
    const rig = importRig([made]);
    const summary = await rig.import(rawArchive(made));
    expect(summary).toMatchObject({ files: 2, bytes: 200_700 });
    expect(readFileSync(rig.pathOf(made, 'onnx/model.onnx')).equals(FILES['onnx/model.onnx'])).toBe(true);
    expect(statSync(rig.pathOf(made, 'tokenizer.json')).mode & 0o777).toBe(0o444);
    expect(await rig.userManifest()).toBeUndefined();
  });

  test('of a model that is new here adds it to the user’s manifest, beside what is there', async () => {
    const rig = importRig();
    writeUserManifest(rig.home, [other], { mine: { text: 'other' } });
    await rig.import(rawArchive(made));
    const manifest = await rig.userManifest();
    expect(Object.keys(manifest!.models)).toEqual(['other', 'made']);
    expect(manifest!.profiles).toEqual({ mine: { text: 'other' } });
    expect(manifest!.models.made!.files).toEqual(made.model.files);
    expect(statSync(`${rig.home}/models.manifest.json`).mode & 0o777).toBe(0o600);
  });

  test('brings what is missing and leaves what is here', async () => {
    const rig = importRig([made, other]);
    install(rig.home, other);
    const before = statSync(rig.pathOf(other, 'model.onnx'));
    const summary = await rig.import(rawArchive(made, other));
    expect(summary.files).toBe(2);
    expect(statSync(rig.pathOf(other, 'model.onnx')).ino).toBe(before.ino);
    expect(rig.events).toContainEqual({ type: 'passed-over', model: other.model, reason: 'here' });
    expect((await rig.import(rawArchive(made, other))).files).toBe(0);
  });

  test('replaces a damaged file, and the part that a pull has left', async () => {
    const rig = importRig([made]);
    install(rig.home, made);
    writeFileSync(rig.pathOf(made, 'tokenizer.json'), 'damaged');
    writeFileSync(`${rig.pathOf(made, 'tokenizer.json')}.part`, someBytes(90_000));
    await rig.import(rawArchive(made));
    expect(readFileSync(rig.pathOf(made, 'tokenizer.json')).equals(FILES['tokenizer.json'])).toBe(true);
    expect(rig.files().filter((name) => name.endsWith('.part'))).toEqual([]);
    const keptAs = `${rig.pathOf(made, 'tokenizer.json')}.bad`;
    expect(readFileSync(keptAs, 'utf8')).toBe('damaged');
    expect(rig.events).toContainEqual({ type: 'set-aside', model: made.model, keptAs });
  });

  test('may have its files in any order, and brings only the models that are named', async () => {
    const rig = importRig([made, other]);
    const files = [...rawFiles(other), ...rawFiles(made).reverse()];
    const archive = Buffer.concat([rawManifest([made, other]), ...files, END]);
    await rig.import(archive, { names: ['made'] });
    expect(rig.files().filter((name) => name.startsWith('models/other'))).toEqual([]);
    const { code, message, hint } = await failure(rig.import(archive, { names: ['mad'] }));
    expect([code, message, hint]).toEqual([
      'usage',
      'there is no model mad in this archive',
      'it has made, other',
    ]);
  });

  test('brings the self-test record where there is none', async () => {
    const rig = importRig([made]);
    const withRecord = (record: string) =>
      Buffer.concat([
        rawManifest([made]),
        rawEntry(selfTestEntryName(made.model), record),
        ...rawFiles(made),
        END,
      ]);
    await rig.import(withRecord('{"vector":[1]}'));
    const path = `${rig.home}/models/${selfTestEntryName(made.model)}`;
    expect(readFileSync(path, 'utf8')).toBe('{"vector":[1]}');
    await rig.import(withRecord('{"vector":[2]}'));
    expect(readFileSync(path, 'utf8')).toBe('{"vector":[1]}');
  });

  test('is only looked into with --dry-run', async () => {
    const rig = importRig([made]);
    const { models } = await rig.import(rawArchive(made, other), { dryRun: true });
    expect(models.map(({ model, isNew, missing }) => [model.key, isNew, missing.length])).toEqual([
      ['made', false, 2],
      ['other', true, 1],
    ]);
    expect(rig.files()).toEqual([]);
  });

  test('waits for another that pulls the same model', async () => {
    const rig = importRig([made]);
    const { signal } = new AbortController();
    const release = await rig.locks.acquire(made.model, { signal, limitMs: 0, onWait: () => {} });
    expect((await failure(rig.import(rawArchive(made), { lockLimitMs: 0 }))).code).toBe('busy');
    expect(rig.files()).toEqual([]);
    await release();
    expect((await rig.import(rawArchive(made))).files).toBe(2);
  });

  test('is refused before its first file where there is no room for it', async () => {
    const rig = importRig([made]);
    const intake = {
      freeBytes: async () => 1000,
      keptBytes: async () => 0,
      openPart: () => expect.fail(),
      clonePart: () => expect.fail(),
      withdraw: () => expect.fail(),
    };
    const { code, message } = await failure(rig.import(rawArchive(made), { tools: { intake } }));
    expect([code, message]).toEqual(['disk-full', 'needs 201 kB, 1.0 kB free']);
  });

  test('that is stopped in the middle of a file leaves nothing of it', async () => {
    const rig = importRig([made]);
    const stop = new AbortController();
    const onEvent = ({ type }: ArchiveEvent) => {
      if (type === 'bytes') stop.abort(130);
    };
    const { code } = await failure(rig.import(rawArchive(made), { signal: stop.signal, onEvent }));
    expect(code).toBe('interrupted');
    expect(rig.files()).toEqual([]);
  });
});

describe('refused, and nothing of it gets a name here:', () => {
  const only = (...parts: readonly Uint8Array[]) => Buffer.concat([rawManifest([made]), ...parts, END]);
  const [graph, tokenizer] = rawFiles(made) as [Buffer, Buffer];
  const manifestWith = (text: string) => Buffer.concat([rawEntry(ARCHIVE_MANIFEST, text), END]);
  const announcing = (change: (file: { path: string; bytes: number }) => object) => {
    const document = JSON.parse(archiveManifest([made.model]));
    document.manifest.models.made.files = document.manifest.models.made.files.map(change);
    return manifestWith(JSON.stringify(document));
  };
  const document = JSON.parse(archiveManifest([made.model]));
  document.manifest.models.made.files = Array(100_000).fill({});
  const manyFiles = manifestWith(JSON.stringify(document));
  const flipped = Buffer.from(tokenizer);
  flipped[600]! ^= 1;
  const table: [string, Uint8Array, RegExp][] = [
    ['no manifest', Buffer.concat([graph, END]), /begins with made\/.*, not with heimdex-models\.json/],
    ['only an end', Buffer.from(END), /no archive of models: it is no tar file/],
    ['a manifest that is no JSON', manifestWith('{'), /is not heimdex's/],
    ['a manifest of another kind', manifestWith('{"schema":"x","manifest":{}}'), /is not heimdex's/],
    [
      'a manifest with more in it',
      manifestWith('{"schema":"heimdex.export/1","manifest":{},"x":1}'),
      /is not heimdex's/,
    ],
    [
      'a manifest of a newer heimdex',
      manifestWith('{"schema":"heimdex.export/2"}'),
      /exported by a newer heimdex/,
    ],
    ['a manifest nested 200,000 deep', manifestWith('['.repeat(200_000)), /is not heimdex's/],
    [
      'a manifest that claims 1 TB',
      rawHeader({ path: ARCHIVE_MANIFEST, size: 1e12 }),
      /says it has 1000000000000 bytes/,
    ],
    [
      'a model whose file leads out',
      announcing((file) => ({ ...file, path: '../../x' })),
      /files\[0\]\.path: expected a relative path/,
    ],
    [
      'a model whose file is absolute',
      announcing((file) => ({ ...file, path: '/etc/passwd' })),
      /files\[0\]\.path/,
    ],
    [
      'a file of 1 PB',
      announcing((file) => ({ ...file, bytes: 1e15 })),
      /files\[0\]\.bytes: expected a whole number/,
    ],
    ['more files than a model has', manyFiles, /models\.made\.files: expected 1 to 64 items, got 100000/],
    [
      'a name that leads out',
      only(graph, rawEntry('../../x', 'x'), tokenizer),
      /does not name \.\.\/\.\.\/x/,
    ],
    ['an absolute name', only(graph, rawEntry('/tmp/x', 'x'), tokenizer), /does not name \/tmp\/x/],
    [
      'a long name that leads out',
      only(
        rawPax({ path: `../${'x'.repeat(200)}`, size: 1 }),
        rawEntry(`../${'x'.repeat(200)}`.slice(0, 99), 'x'),
      ),
      /does not name \.\.\/x/,
    ],
    [
      'another spelling of a name',
      only(rawEntry(`./${nameOf('tokenizer.json')}`, FILES['tokenizer.json'])),
      /does not name \.\/made/,
    ],
    [
      'the manifest twice',
      Buffer.concat([rawManifest([made]), rawManifest([made]), graph, tokenizer, END]),
      /does not name heimdex-models\.json/,
    ],
    ['a file twice', only(graph, tokenizer, tokenizer), /it has made\/.*\/tokenizer\.json twice/],
    ['a file of another model', only(graph, tokenizer, ...rawFiles(other)), /does not name other\//],
    [
      'a self-test record of another model',
      only(rawEntry(selfTestEntryName(other.model), '{}')),
      /does not name other\//,
    ],
    [
      'a self-test record that is no JSON',
      only(rawEntry(selfTestEntryName(made.model), '{')),
      /self-test\.json is not JSON/,
    ],
    [
      'a self-test record of 11 MB',
      only(rawHeader({ path: selfTestEntryName(made.model), size: 11e6 })),
      /self-test\.json has 11000000 bytes/,
    ],
    [
      'a file that is shorter',
      only(rawEntry(nameOf('tokenizer.json'), 'short')),
      /expected 700 bytes, got 5/,
    ],
    [
      'a file that claims to be huge',
      only(rawHeader({ path: nameOf('tokenizer.json'), size: 2 ** 40 })),
      /expected 700 bytes, got 1099511627776/,
    ],
    [
      'a file with another content',
      only(flipped),
      /checksum mismatch: made\/.*tokenizer\.json: expected sha256 [0-9a-f]{64}, got/,
    ],
    ['a file missing', only(), /onnx\/model\.onnx is missing in it/],
    [
      'a file cut off',
      Buffer.concat([rawManifest([made]), graph.subarray(0, 100_000)]),
      /cut off: .*model\.onnx ends/,
    ],
  ];

  test.each(table)('%s', async (_, archive, message) => {
    for (const builtIn of [[made], []]) {
      const rig = importRig(builtIn);
      const error = await failure(rig.import(archive));
      expect(error.code).toBe(
        /models\.made\.files/.test(error.message) ? 'manifest-invalid' : 'transfer-mismatch',
      );
      expect(error.message).toMatch(message);
      expect(error.hint).toBeTruthy();
      const kept = rig.files().filter((name) => !name.endsWith('.verified.json'));
      for (const name of kept)
        expect(`models/${nameOf('tokenizer.json')} models/${nameOf('onnx/model.onnx')}`).toContain(name);
      expect(await rig.userManifest()).toBeUndefined();
    }
  });

  test('trailing bytes, by which a model that is new here does not become known', async () => {
    const rig = importRig();
    const { message } = await failure(rig.import(Buffer.concat([rawArchive(made), Buffer.from('more')])));
    expect(message).toMatch(/more in it .* after its end/);
    expect(await rig.userManifest()).toBeUndefined();
  });

  test('after a fault the next import goes on with what has come whole', async () => {
    const rig = importRig([made]);
    const archive = rawArchive(made);
    await failure(rig.import(archive.subarray(0, archive.length - 2000)));
    expect(rig.files().filter((name) => name.endsWith('.part'))).toEqual([]);
    expect((await rig.import(archive)).files).toBe(1);
  });
});

describe('a model that is known here under another description is refused:', () => {
  const revision = 'f'.repeat(40);
  test.each([
    [
      'another revision',
      changed({ source: { ...made.model.source, revision } }),
      `revision ${revision} where this heimdex has ${made.model.source.revision}`,
    ],
    [
      'another digest',
      changed({
        files: [
          made.model.files[0]!,
          { ...made.model.files[1]!, sha256: 'f'.repeat(64) },
        ] as HubModel['files'],
      }),
      `tokenizer.json with sha256 ${'f'.repeat(64)} where this heimdex has`,
    ],
    ['a file less', changed({ files: [made.model.files[0]!] }), 'no tokenizer.json'],
    [
      'a file more',
      changed({ files: [...made.model.files, { path: 'x', bytes: 0, sha256: 'f'.repeat(64) }] }),
      'x, which is no file of it here',
    ],
  ])('%s', async (_, theirs, difference) => {
    for (const isBuiltIn of [true, false]) {
      const rig = importRig(isBuiltIn ? [made] : []);
      if (!isBuiltIn) writeUserManifest(rig.home, [made]);
      const { code, message } = await failure(rig.import(rawArchive(theirs, other)));
      expect([code, message]).toEqual([
        'transfer-mismatch',
        expect.stringContaining(`a.tar has another made than this heimdex: ${difference}`),
      ]);
      expect(rig.files().filter((name) => name.startsWith('models/'))).toEqual([]);
      const { models } = await rig.import(rawArchive(theirs, other), { dryRun: true });
      expect(models.map(({ refusal }) => refusal !== undefined)).toEqual([true, false]);
      expect((await rig.import(rawArchive(theirs, other), { names: ['other'] })).files).toBe(1);
    }
  });

  test('the files are the same but the user’s manifest uses them otherwise', async () => {
    const rig = importRig();
    writeUserManifest(rig.home, [made]);
    const theirs = changed({ licence: 'GPL' });
    expect((await failure(rig.import(rawArchive(theirs)))).message).toContain(
      'another description in your manifest',
    );
    const builtIn = importRig([made]);
    expect((await builtIn.import(rawArchive(theirs))).files).toBe(2);
  });
});
