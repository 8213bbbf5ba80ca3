import { expect, test } from 'vitest';
import { redact } from '../../src/cli/redact.ts';

test.each([
  ['a token of the Hub', 'got hf_abcDEF123456, sorry', undefined, 'got hf_…, sorry'],
  ['the user’s own, in any letters', 'no host My-Own-Token.example', 'my-own-token', 'no host ….example'],
  ['one with signs in it', 'a $t(o.k+e)n* b', ' $t(o.k+e)n* ', 'a … b'],
  [
    'a signature',
    'https://x/y?a=1&X-Amz-Signature=abc&b=2&signature=z',
    undefined,
    'https://x/y?a=1&X-Amz-Signature=…&b=2&signature=…',
  ],
])('D17 %s is taken out of what is shown', (_, text, token, shown) => {
  expect(redact(text, token)).toBe(shown);
});

test('a word too short for a token leaves a text as it is', () => {
  expect(redact('a word of many words', 'word')).toBe('a word of many words');
});
