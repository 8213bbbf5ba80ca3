import type { z } from 'zod';
import { digestOf } from '../manifest/digest-of.ts';
import type { Model } from '../manifest/schema.ts';
import { integer, list, number, object, oneOf, record, text } from '../manifest/shape.ts';
import { MAX_VALUES } from './tested-output.ts';

/** The number rises when the form or one of the fixed inputs changes: older records can't be compared then. */
const SCHEMA_VERSION = 1;

const recordSchema = object({
  schemaVersion: oneOf(SCHEMA_VERSION),
  /** What ran it, for people: `onnxruntime-node 1.30.0, linux-x64`. */
  runtime: text(),
  /** Digests (`sha256:…`) of the files it was made with, by path. */
  files: record(
    text({ max: 255 }),
    text({ accepts: (value) => /^(?:sha256:[0-9a-f]{64}|git-sha1:[0-9a-f]{40})$/.test(value) }),
    64,
  ),
  outputs: list(
    object({
      name: text(),
      dims: list(integer(0, Number.MAX_SAFE_INTEGER), 0, 8),
      values: list(number(), 1, MAX_VALUES),
    }),
    1,
    256,
  ),
});

/** What a model gave for its fixed input when its files were brought here. */
export type SelfTestRecord = Omit<z.infer<typeof recordSchema>, 'schemaVersion'>;

/** Reads a record from its text; undefined where it is not exactly one. */
export function parseSelfTestRecord(content: string): SelfTestRecord | undefined {
  try {
    const { schemaVersion: _, ...parsed } = recordSchema.parse(JSON.parse(content));
    return parsed;
  } catch {
    return undefined;
  }
}

/** The text of a record: nine digits are what a 32-bit float has. */
export function formatSelfTestRecord({ runtime, files, outputs }: SelfTestRecord): string {
  const rounded = outputs.map((output) => ({
    ...output,
    values: output.values.map((value) => Number(value.toPrecision(9))),
  }));
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, runtime, files, outputs: rounded })}\n`;
}

/** The digests that the manifest states for a model's files, by path. */
export function digestsOf(model: Model): Record<string, string> {
  return Object.fromEntries(
    model.files.map((file) => {
      const { algorithm, hex } = digestOf(file);
      return [file.path, `${algorithm}:${hex}`];
    }),
  );
}

/** Whether a record was made with the files that the manifest states. */
export function isOfFiles(made: SelfTestRecord, model: Model): boolean {
  const stated = Object.entries(digestsOf(model));
  return (
    stated.length === Object.keys(made.files).length &&
    stated.every(([path, digest]) => made.files[path] === digest)
  );
}
