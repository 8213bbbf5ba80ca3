import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, test } from 'vitest';
import { compileTokenizer } from '../../../../src/adapters/inference/tokenizer/compile-tokenizer.ts';
import { openCompiled } from '../../../../src/adapters/inference/tokenizer/open-compiled.ts';
import { fromFile, toFile } from '../../../../src/adapters/inference/tokenizer/tokenizer-file.ts';
import type { TokenizerForm } from '../../../../src/adapters/inference/tokenizer/tokenizer-form.ts';
import { golden, goldenJson, tinyFile } from '../../../support/golden.ts';
import { madeGemma, madeXlmr, oddTexts } from '../../../support/made-tokenizers.ts';
import { sharedData } from '../../../support/shared-data.ts';

const DIGEST = { algorithm: 'sha256', hex: '0'.repeat(64) } as const;
const ODD = 520;
const { strings } = goldenJson<{ strings: string[] }>('strings.json');
const { strings: sentences } = goldenJson<{ strings: string[] }>('speech-strings.json');

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const demo = fileURLToPath(new URL('../../../../demo/models/demo-sight/tokenizer.json', import.meta.url));

/** Compiled, as it comes back out of a file. */
function openAgain(form: TokenizerForm): Tokenizer {
  const compiled = compileTokenizer(form);
  expect(compiled, 'this kind is compiled').toBeDefined();
  return openCompiled(fromFile(toFile(compiled!, DIGEST) as Uint8Array<ArrayBuffer>, DIGEST)!);
}

/** Texts whose ids are not those of the library's own maps. */
function differences(form: TokenizerForm): object[] {
  const { vocab } = form.model;
  const pieces =
    form.model.type === 'Unigram' ? form.model.vocab.map(([piece]) => piece) : Object.keys(vocab);
  const [whole, compiled] = [new Tokenizer(form, {}), openAgain(form)];
  const texts = [...strings, ...sentences, ...oddTexts(pieces, ODD)];
  const pairs = texts.map((text, index) => ({
    text,
    text_pair: index % 5 === 0 ? texts[index >> 1]! : null,
  }));
  return pairs
    .map(({ text, text_pair }) => {
      const options = { text_pair, return_token_type_ids: true } as const;
      return { text, expected: whole.encode(text, options), got: compiled.encode(text, options) };
    })
    .filter(({ expected, got }) => JSON.stringify(expected) !== JSON.stringify(got));
}

describe('a compiled tokenizer gives the ids of the library’s own maps', () => {
  test.each([
    ['of the tiny SigLIP 2', tinyFile('tokenizer.json')],
    ['of the tiny XLM-R', golden('tiny-xlmr/tokenizer.json')],
    ['of the demo', demo],
  ])('%s', (_, path) => {
    expect(differences(read(path))).toEqual([]);
  });

  for (const name of ['clip', 'minilm', 'whisper-base']) {
    test(`of the real ${name}`, (context) => {
      expect(differences(read(sharedData(context, `tokenizers/${name}/tokenizer.json`)))).toEqual([]);
    });
  }

  test('of 20,000 pieces as Gemma has them', () => {
    expect(differences(madeGemma(read(tinyFile('tokenizer.json')), 20_000))).toEqual([]);
  });

  test('of 20,000 pieces as XLM-R has them', () => {
    expect(differences(madeXlmr(read(golden('tiny-xlmr/tokenizer.json')), 20_000))).toEqual([]);
  });

  test('of odd vocabularies: halves of pairs, an empty piece, equal pieces, names of JavaScript', () => {
    const { model, ...rest } = read(golden('tiny-xlmr/tokenizer.json')) as TokenizerForm;
    if (model.type !== 'Unigram') throw new Error('the tiny XLM-R has a Unigram');
    // The two that make up the unknown's name are likelier than it is.
    const odd = [
      '<',
      'unk>',
      '\ud83d',
      '\ude00',
      '😀😀',
      '',
      '▁same',
      '▁same',
      '__proto__',
      'constructor',
      ' ',
    ];
    const vocab = [...model.vocab, ...odd.map((piece, index) => [piece, -index] as const)];
    expect(differences({ ...rest, model: { ...model, vocab } })).toEqual([]);
  });

  test('of a WordPiece with an added token that is no piece, and met only once it is lower-cased', () => {
    const form = read(tinyFile('tokenizer.json')) as TokenizerForm;
    const words = ['[UNK]', 'sun', 'dog', '##s', '##et', 's', '##u', '##n', 'z', '##q'];
    const vocab = Object.fromEntries(words.map((word, id) => [word, id]));
    const model = { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', vocab } as const;
    const normalizer = { type: 'BertNormalizer', lowercase: true, clean_text: true };
    const added = { id: 900, content: 'zq', normalized: false, special: false };
    const made = {
      ...form,
      normalizer,
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: null,
      added_tokens: [added],
      model,
    };
    expect(openAgain(made).encode('ZQ zq Sunset suns dogs cat').ids).toEqual([
      900, 900, 1, 3, 4, 1, 3, 2, 3, 0,
    ]);
    expect(differences(made)).toEqual([]);
  });

  test('of merges written as in older files, some of them twice', () => {
    const form = read(tinyFile('tokenizer.json')) as TokenizerForm;
    if (form.model.type !== 'BPE') throw new Error('the tiny SigLIP 2 has a BPE');
    const merges = form.model.merges.map((pair) => (pair as [string, string]).join(' '));
    const twice = [...merges, ...merges.slice(0, 50)];
    expect(differences({ ...form, model: { ...form.model, merges: twice } })).toEqual([]);
  });
});

describe('what can’t be compiled faithfully is not', () => {
  const form = read(tinyFile('tokenizer.json'));

  test.each([
    ['another kind of model', { ...form.model, type: 'WordLevel' }],
    ['a merge of what is no piece', { ...form.model, merges: [...form.model.merges, ['no such', 'piece']] }],
    ['an id that is no number of a token', { ...form.model, vocab: { ...form.model.vocab, x: 1.5 } }],
    ['a Unigram that has no unknown', { type: 'Unigram', vocab: [['a', 0]], unk_id: null }],
  ])('%s', (_, model) => {
    expect(compileTokenizer({ ...form, model })).toBeUndefined();
  });
});
