import { describe, expect, it } from 'vitest';
import { keepPeople } from '../../../src/domain/identity/keep-people.ts';

const group = (tracks: readonly number[], person?: number) => ({ tracks, person });
const earlier = (...people: readonly (readonly [number, readonly number[]])[]) =>
  new Map(people.flatMap(([person, tracks]) => tracks.map((track) => [track, person] as const)));

describe('keepPeople', () => {
  it('gives each group the person with whom it shares most tracks', () => {
    const kept = keepPeople(
      [group([0, 1, 2, 9]), group([3, 4]), group([7])],
      earlier([5, [3, 4]], [8, [0, 1, 2]]),
    );
    expect(kept).toEqual({ persons: [8, 5, undefined], gone: [], parted: [] });
  });

  it('lets a person who fell apart go on as the larger part, and tells of the other', () => {
    const kept = keepPeople([group([0, 1]), group([2, 3, 4])], earlier([5, [0, 1, 2, 3, 4]]));
    expect(kept.persons).toEqual([undefined, 5]);
    expect(kept.parted).toEqual([{ person: 5, group: 0, tracks: 2 }]);
  });

  it('lets the larger of two joined people go on, and tells who is gone', () => {
    const kept = keepPeople([group([0, 1, 2, 3, 4])], earlier([5, [0, 1]], [6, [2, 3, 4]]));
    expect(kept).toEqual({ persons: [6], gone: [5], parted: [{ person: 5, group: 0, tracks: 2 }] });
  });

  it('never takes a person from the group that decisions say it is', () => {
    const kept = keepPeople([group([0, 1, 2]), group([3], 5)], earlier([5, [0, 1, 2, 3]]));
    expect(kept.persons).toEqual([undefined, 5]);
    expect(kept.parted).toEqual([{ person: 5, group: 0, tracks: 3 }]);
  });

  it('decides the same way between equals', () => {
    expect(keepPeople([group([0, 2]), group([1, 3])], earlier([5, [0, 1]], [6, [2, 3]])).persons).toEqual([
      5, 6,
    ]);
  });

  it('takes nothing', () => {
    expect(keepPeople([], earlier())).toEqual({ persons: [], gone: [], parted: [] });
  });
});
