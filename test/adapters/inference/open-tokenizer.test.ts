import { expect, test } from 'vitest';
import { openTokenizer } from '../../../src/adapters/inference/open-tokenizer.ts';
import { tinyFile } from '../../support/golden.ts';
import { sharedData } from '../../support/shared-data.ts';

const EOS = 1;

test('a pair has both texts with the model’s special tokens, and says of which text each token is', () => {
  const tokenizer = openTokenizer(tinyFile('tokenizer.json'), 'tiny');
  const plain = (text: string) => tokenizer.encode(text, { special: false });
  const [question, passage] = ['where is the sun', 'the sun is in the sky'];
  const { ids, types } = tokenizer.encodePair(question, passage, 100);
  expect(ids).toEqual([...plain(question), EOS, ...plain(passage), EOS]);
  expect(types).toEqual([
    ...[...plain(question), EOS].map(() => 0),
    ...[...plain(passage), EOS].map(() => 1),
  ]);
});

test('a pair that is too long loses the end of its second text, and no special token', () => {
  const tokenizer = openTokenizer(tinyFile('tokenizer.json'), 'tiny');
  const whole = tokenizer.encodePair('where is the sun', 'the sun is in the sky', 100);
  const { ids, types } = tokenizer.encodePair(
    'where is the sun',
    'the sun is in the sky',
    whole.ids.length - 3,
  );
  expect(ids).toEqual([...whole.ids.slice(0, -4), EOS]);
  expect(types).toEqual([...whole.types.slice(0, -4), 1]);
});

test('the real tokenizer of MiniLM encodes a pair as its reference does', (context) => {
  const tokenizer = openTokenizer(sharedData(context, 'models/all-MiniLM-L6-v2/tokenizer.json'), 'minilm');
  expect(tokenizer.encodePair('Where is the sun?', 'In the sky.', 512)).toEqual(REFERENCE);
});

/** transformers 4.57.6: `PreTrainedTokenizerFast(tokenizer_file=…)("Where is the sun?", "In the sky.")`. */
const REFERENCE = {
  ids: [101, 2073, 2003, 1996, 3103, 1029, 102, 1999, 1996, 3712, 1012, 102],
  types: [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
};
