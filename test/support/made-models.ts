import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../src/domain/manifest/schema.ts';
import type { HubModel } from '../../src/domain/ports/model-source.ts';
import type { FakeHub } from './fake-hub.ts';

/** A model of files that a test makes up, as a manifest would describe it. */
export interface MadeModel {
  readonly model: HubModel;
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Makes a model for text vectors whose first file stands for graph and tokenizer; nobody will ever load it. */
export function madeModel(key: string, contents: Readonly<Record<string, Uint8Array>>): MadeModel {
  const entries = Object.entries(contents);
  const files = entries.map(([path, content]) => ({ path, bytes: content.length, sha256: sha256(content) }));
  const graph = files[0]!.path;
  const model: HubModel = {
    key,
    role: 'text',
    source: { kind: 'hub', repo: `makers/${key}`, revision: createHash('sha1').update(key).digest('hex') },
    licence: 'MIT',
    dtype: 'fp32',
    files,
    config: {
      dimension: 4,
      graph,
      tokenizer: graph,
      output: 'last_hidden_state',
      pooling: 'mean',
      maxTokens: 16,
      quantization: 'none',
      languages: ['en'],
    },
  };
  return { model, contents: new Map(entries) };
}

/** Bytes that no two calls give alike. */
export function someBytes(count: number): Uint8Array {
  return randomBytes(count);
}

/** As many bytes that have the form of an ONNX file: opening a model for use looks into its graphs. */
export function someGraph(count: number): Uint8Array {
  // A documentation string (field 6) of random bytes, its length written in five bytes.
  const content = randomBytes(count - 6);
  const length = [0, 7, 14, 21].map((shift) => ((content.length >>> shift) & 127) | 128);
  return Buffer.concat([Buffer.from([6 * 8 + 2, ...length, 0]), content]);
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Has the fake Hub hand out a model's files. */
export function publish(hub: FakeHub, { model, contents }: MadeModel): void {
  for (const [path, content] of contents) hub.add(model.source.repo, model.source.revision, path, content);
}

/** Puts a model's files into the store of a home folder, as if they had been pulled. */
export function install(home: string, { model, contents }: MadeModel): string {
  const folder = join(home, 'models', model.key, model.source.revision);
  for (const [path, content] of contents) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Writes the user's manifest of a home folder: how a test gives the program other models than the built-in ones. */
export function writeUserManifest(
  home: string,
  models: readonly MadeModel[],
  profiles: Manifest['profiles'] = {},
): void {
  const entries = models.map(({ model: { key, ...rest } }) => [key, rest]);
  const manifest = { schemaVersion: 1, models: Object.fromEntries(entries), profiles };
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'models.manifest.json'), JSON.stringify(manifest, undefined, 2));
}
