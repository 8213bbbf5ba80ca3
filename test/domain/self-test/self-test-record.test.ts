import { expect, test } from 'vitest';
import {
  formatSelfTestRecord,
  isOfFiles,
  parseSelfTestRecord,
} from '../../../src/domain/self-test/self-test-record.ts';
import { TINY } from '../../support/golden.ts';

const record = {
  runtime: 'onnxruntime-node 1.30.0, linux-x64',
  files: { 'onnx/model.onnx': `sha256:${'a'.repeat(64)}`, 'tokenizer.json': `git-sha1:${'b'.repeat(40)}` },
  outputs: [{ name: 'out', dims: [1, 3], values: [1, -0.25, Math.fround(0.1)] }],
};

test('a record is read as it was written, to the nine digits of a 32-bit float', () => {
  const read = parseSelfTestRecord(formatSelfTestRecord(record))!;
  expect({ ...read, outputs: [] }).toEqual({ ...record, outputs: [] });
  expect(read.outputs[0]!.values.map(Math.fround)).toEqual(record.outputs[0]!.values);
});

const form = { schemaVersion: 1, ...record };
test.each([
  ['an empty file', ''],
  ['half a file', JSON.stringify(form).slice(0, -20)],
  ['another version', JSON.stringify({ ...form, schemaVersion: 2 })],
  ['an unknown key', JSON.stringify({ ...form, more: 1 })],
  ['no outputs', JSON.stringify({ ...form, outputs: [] })],
  ['a digest that is none', JSON.stringify({ ...form, files: { a: 'sha256:x' } })],
  ['a null for a number', JSON.stringify({ ...form, outputs: [{ name: 'out', dims: [1], values: [null] }] })],
  [
    'too many numbers',
    JSON.stringify({ ...form, outputs: [{ name: 'o', dims: [1], values: Array(1025).fill(1) }] }),
  ],
])('%s is no record', (_, content) => {
  expect(parseSelfTestRecord(JSON.stringify(form))).toBeDefined();
  expect(parseSelfTestRecord(content)).toBeUndefined();
});

test('a record is of a model’s files where every digest is the manifest’s, and no file is missing', () => {
  const files = Object.fromEntries(
    TINY.files.map((file) => [file.path, `sha256:${(file as { sha256: string }).sha256}`]),
  );
  expect(isOfFiles({ ...record, files }, TINY)).toBe(true);
  expect(isOfFiles({ ...record, files: { ...files, more: files['tokenizer.json']! } }, TINY)).toBe(false);
  expect(
    isOfFiles({ ...record, files: { ...files, 'tokenizer.json': `sha256:${'0'.repeat(64)}` } }, TINY),
  ).toBe(false);
  const { 'tokenizer.json': _, ...fewer } = files;
  expect(isOfFiles({ ...record, files: fewer }, TINY)).toBe(false);
});
