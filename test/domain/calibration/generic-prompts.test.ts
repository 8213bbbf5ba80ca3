import { expect, it } from 'vitest';
import { digestOfPrompts, genericPrompts } from '../../../src/domain/calibration/generic-prompts.ts';

it.each(['frames', 'passages'] as const)('there are about 300 prompts for %s, each once', (holds) => {
  const prompts = genericPrompts(holds, ['*']);
  expect(prompts.length).toBeGreaterThan(280);
  expect(prompts.length).toBeLessThan(400);
  expect(new Set(prompts).size).toBe(prompts.length);
  expect(prompts.filter((prompt) => prompt !== prompt.trim() || prompt === '')).toEqual([]);
});

it('a model is asked in the languages that it knows, and one of others in English', () => {
  const english = genericPrompts('frames', ['en']);
  expect(english).toContain('a dog');
  expect(english).not.toContain('강아지');
  expect(genericPrompts('frames', ['en', 'ko'])).toEqual(expect.arrayContaining(['a dog', '강아지']));
  expect(genericPrompts('frames', ['fi'])).toEqual(english);
});

it('another list has another digest, and the same list the same', () => {
  const prompts = genericPrompts('passages', ['*']);
  expect(digestOfPrompts([...prompts])).toBe(digestOfPrompts(prompts));
  expect(digestOfPrompts([...prompts.slice(1), 'a'])).not.toBe(digestOfPrompts(prompts));
  // 64-bit FNV-1a of "a", as its authors publish it.
  expect(digestOfPrompts(['a'])).toBe('af63dc4c8601ec8c');
});
