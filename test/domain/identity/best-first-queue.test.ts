import { expect, it } from 'vitest';
import { createBestFirstQueue } from '../../../src/domain/identity/best-first-queue.ts';
import { createRandom } from '../../support/cuts/random.ts';

it('gives things back the most similar first, and equals by their numbers', () => {
  const random = createRandom(1);
  const things = Array.from({ length: 500 }, (_, thing) => ({
    thing,
    similarity: Math.floor(random() * 50) / 50,
  }));
  const queue = createBestFirstQueue();
  for (const { thing, similarity } of things.toSorted((a, b) => (a.thing % 7) - (b.thing % 7))) {
    queue.push(thing, similarity);
  }
  const taken = [];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) taken.push(next);
  expect(taken).toEqual(things.toSorted((a, b) => b.similarity - a.similarity || a.thing - b.thing));
});
