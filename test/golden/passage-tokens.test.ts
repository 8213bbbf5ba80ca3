import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openTokenizer } from '../../src/adapters/inference/open-tokenizer.ts';
import { golden, goldenJson } from '../support/golden.ts';
import { sharedData } from '../support/shared-data.ts';

const { strings } = goldenJson<{ strings: string[] }>('speech-strings.json');

/** Texts whose ids differ, with both lists: empty where all are equal. */
function differences(path: string, name: string, maxTokens: number): object[] {
  const reference = goldenJson<{ tokenizerSha256: string; ids: number[][] }>(name);
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  expect(digest, 'the tokenizer.json that the golden file was made from').toBe(reference.tokenizerSha256);
  expect(reference.ids).toHaveLength(300);
  const tokenizer = openTokenizer(path, 'golden');
  return strings
    .map((text, index) => ({
      text,
      expected: reference.ids[index],
      got: tokenizer.encode(text, { special: true, maxTokens }),
    }))
    .filter(({ expected, got }) => JSON.stringify(expected) !== JSON.stringify(got));
}

test('ids of 300 strings in eight languages equal the reference, of a tokenizer made as XLM-R’s is', () => {
  expect(differences(golden('tiny-xlmr/tokenizer.json'), 'tokens-xlmr.json', 96)).toEqual([]);
});

test('ids of 300 strings in eight languages equal the reference, of MiniLM’s', (context) => {
  const path = sharedData(context, 'tokenizers/minilm/tokenizer.json');
  expect(differences(path, 'tokens-minilm-speech.json', 256)).toEqual([]);
});
