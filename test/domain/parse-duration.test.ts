import { expect, it } from 'vitest';
import { parseDuration } from '../../src/domain/parse-duration.ts';

it.each([
  ['90m', 5400],
  ['2h', 7200],
  ['1h30m', 5400],
  ['45s', 45],
  ['1d', 86_400],
  ['1.5h', 5400],
  ['1H30M', 5400],
  [' 2h ', 7200],
])('reads %s', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

it.each(['', ' ', '90', '2 h', 'h', '30m1h', '-2h', '2hours', '1h1h', '1e3s'])('refuses %j', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
