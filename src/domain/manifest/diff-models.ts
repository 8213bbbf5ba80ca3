import { digestOf } from './digest-of.ts';
import type { ModelFile } from './schema.ts';

/** What is known of a model's pin: files without size or digest are not yet pinned. */
export interface Pin {
  readonly source: { readonly kind: string; readonly repo?: string; readonly revision: string };
  readonly licence: string;
  readonly dtype: string;
  readonly files: readonly (ModelFile | { readonly path: string; readonly bytes?: number })[];
  readonly config: object;
}

/** One difference between two pins of a model; `from` or `to` is null where there is nothing on that side. */
export interface Difference {
  /** `source`, `revision`, `licence`, `dtype`, `file PATH` or `config.NAME`. */
  readonly what: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** All that changes when one pin takes the place of another, files by path. */
export function diffModels(from: Pin, to: Pin): Difference[] {
  const fields: [string, string | null, string | null][] = [
    ['source', sourceInWords(from), sourceInWords(to)],
    ['revision', from.source.revision, to.source.revision],
    ['licence', from.licence, to.licence],
    ['dtype', from.dtype, to.dtype],
  ];
  const filesFrom = new Map(from.files.map((file) => [file.path, fileInWords(file)]));
  const filesTo = new Map(to.files.map((file) => [file.path, fileInWords(file)]));
  for (const path of new Set([...filesFrom.keys(), ...filesTo.keys()])) {
    fields.push([`file ${path}`, filesFrom.get(path) ?? null, filesTo.get(path) ?? null]);
  }
  const configFrom = flatten(from.config, 'config');
  const configTo = flatten(to.config, 'config');
  for (const name of new Set([...configFrom.keys(), ...configTo.keys()])) {
    fields.push([name, configFrom.get(name) ?? null, configTo.get(name) ?? null]);
  }
  return fields
    .filter(([, old, now]) => old !== now)
    .map(([what, old, now]) => ({ what, from: old, to: now }));
}

function sourceInWords({ source }: Pin): string {
  return source.repo ?? (source.kind === 'local' ? 'a folder' : 'heimdex');
}

function fileInWords(file: Pin['files'][number]): string {
  if ('sha256' in file || 'gitSha1' in file) {
    const { algorithm, hex } = digestOf(file);
    return `${file.bytes} bytes, ${algorithm}:${hex}`;
  }
  return file.bytes === undefined ? 'not pinned' : `${file.bytes} bytes, not pinned`;
}

function flatten(value: unknown, name: string): Map<string, string> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return new Map([[name, JSON.stringify(value)]]);
  }
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...flatten(inner, `${name}.${key}`)]));
}
