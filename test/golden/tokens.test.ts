import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openTokenizer, type Tokenizer } from '../../src/adapters/inference/open-tokenizer.ts';
import { golden, goldenJson, TINY, tinyFile } from '../support/golden.ts';
import { sharedData } from '../support/shared-data.ts';

interface GoldenTokens {
  readonly tokenizerSha256: string;
  readonly ids: readonly number[][];
}

const { strings } = goldenJson<{ strings: string[] }>('strings.json');

/** Texts whose ids differ, with both lists: empty where all are equal. */
function differences(reference: GoldenTokens, idsOf: (text: string) => number[]): object[] {
  expect(reference.ids).toHaveLength(200);
  return strings
    .map((text, index) => ({ text, expected: reference.ids[index], got: idsOf(text) }))
    .filter(({ expected, got }) => JSON.stringify(expected) !== JSON.stringify(got));
}

function open(path: string, reference: GoldenTokens): Tokenizer {
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  expect(digest, 'the tokenizer.json that the golden file was made from').toBe(reference.tokenizerSha256);
  return openTokenizer(path, 'golden');
}

describe('token ids equal the reference in 200 strings', () => {
  it('of the tiny SigLIP 2 tokenizer, lower-cased, cut and padded', () => {
    const reference = goldenJson<GoldenTokens>('tokens-siglip2.json');
    const tokenizer = open(tinyFile('tokenizer.json'), reference);
    expect(differences(reference, (text) => tokenizer.encodeFixed(text, TINY.config.text).ids)).toEqual([]);
  });

  it('of CLIP, cut behind the closing token and padded with it', (context) => {
    const path = sharedData(context, 'tokenizers/clip/tokenizer.json');
    const reference = goldenJson<GoldenTokens>('tokens-clip.json');
    const tokenizer = open(path, reference);
    const form = { length: 77, padId: 49407, lowercase: false };
    expect(differences(reference, (text) => tokenizer.encodeFixed(text, form).ids)).toEqual([]);
  });

  it('of MiniLM, with its special tokens, cut to 256', (context) => {
    const path = sharedData(context, 'tokenizers/minilm/tokenizer.json');
    const reference = goldenJson<GoldenTokens>('tokens-minilm.json');
    const tokenizer = open(path, reference);
    expect(
      differences(reference, (text) => tokenizer.encode(text, { special: true, maxTokens: 256 })),
    ).toEqual([]);
  });

  it('of Whisper base, without special tokens', (context) => {
    const path = sharedData(context, 'tokenizers/whisper-base/tokenizer.json');
    const reference = goldenJson<GoldenTokens>('tokens-whisper-base.json');
    const tokenizer = open(path, reference);
    expect(differences(reference, (text) => tokenizer.encode(text, { special: false }))).toEqual([]);
  });
});

describe('encodeFixed', () => {
  it('marks real tokens with 1 and padding with 0', () => {
    const tokenizer = openTokenizer(tinyFile('tokenizer.json'), 'golden');
    const { ids, mask } = tokenizer.encodeFixed('two dogs', TINY.config.text);
    expect(ids).toHaveLength(64);
    expect(mask).toEqual(ids.map((id) => (id === 0 ? 0 : 1)));
  });

  it('refuses a file that is no tokenizer as a damaged model', () => {
    expect(() => openTokenizer(golden('strings.json'), 'tiny')).toThrow(
      expect.objectContaining({ code: 'model-damaged' }),
    );
  });
});
