import { describe, expect, it } from 'vitest';
import { globMatcher } from '../../src/domain/glob.ts';

describe('globMatcher', () => {
  it.each([
    ['*.mp4', '/v/2024/a.mp4', true],
    ['*.mp4', '/v/2024/a.mkv', false],
    ['a.mp4', '/v/a.mp4', true],
    ['a.mp4', '/v/ba.mp4', false],
    ['a.mp4', '/v/aXmp4', false],
    ['2024/*.mp4', '/v/2024/a.mp4', true],
    ['2024/*.mp4', '/v/2024/may/a.mp4', false],
    ['2024/**/*.mp4', '/v/2024/may/9/a.mp4', true],
    ['2024/**/*.mp4', '/v/2024/a.mp4', true],
    ['2024/**', '/v/2024/may/a.mp4', true],
    ['2024/**', '/v/12024/may/a.mp4', false],
    ['/v/**', '/v/2024/a.mp4', true],
    ['/v/**', '/w/v/2024/a.mp4', false],
    ['?.mp4', '/v/a.mp4', true],
    ['?.mp4', '/v/ab.mp4', false],
    ['?.mp4', '/v/😀.mp4', true],
    ['[ab].mp4', '/v/b.mp4', true],
    ['[!ab].mp4', '/v/b.mp4', false],
    ['[!ab].mp4', '/v/c.mp4', true],
    ['[a-c]1.mp4', '/v/b1.mp4', true],
    ['v[!x]a.mp4', '/v/a.mp4', false],
    ['[].mp4', '/v/[].mp4', true],
    ['a[b.mp4', '/v/a[b.mp4', true],
    ['(a|b)+$^.mp4', '/v/(a|b)+$^.mp4', true],
    ['a\\b.mp4', '/v/a\\b.mp4', true],
    ['A.MP4', '/v/a.mp4', false],
  ])('%s against %s: %s', (pattern, path, fits) => {
    expect(globMatcher(pattern)(path)).toBe(fits);
  });
});

it('reads ./ before a pattern as nothing, and / at its end as all below', () => {
  for (const pattern of ['./media/*', 'media/', './media/']) {
    expect(globMatcher(pattern)('/home/x/media/a.mp4'), pattern).toBe(true);
    expect(globMatcher(pattern)('/home/x/other/a.mp4'), pattern).toBe(false);
  }
});

it('reads a pattern of any length', () => {
  expect(globMatcher('x'.repeat(200_000))('/v/a.mp4')).toBe(false);
});

it('takes a line break for a character of a name', () => {
  for (const pattern of ['/v/**', '**/b.mp4', 'a*.mp4/*', '*.mp4']) {
    expect(globMatcher(pattern)('/v/a\n1.mp4/b.mp4'), pattern).toBe(true);
  }
});
