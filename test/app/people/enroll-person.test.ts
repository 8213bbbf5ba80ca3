import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createThumbnailer } from '../../../src/adapters/image/create-thumbnailer.ts';
import { enrollPerson } from '../../../src/app/people/enroll-person.ts';
import { groupPeople } from '../../../src/app/people/group-people.ts';
import { listPeople } from '../../../src/app/people/list-people.ts';
import { faultsOf } from '../../support/checked-library.ts';
import { drawFaces, drawnFaceDetector, drawnFaceEncoder } from '../../support/drawn-faces.ts';
import { never } from '../../support/faces.ts';
import { lookOf, peopleLibrary, seen } from '../../support/people-library.ts';

interface Given {
  readonly shows: readonly number[];
  readonly face?: number;
  readonly same?: boolean;
}

function rig() {
  const library = peopleLibrary();
  const { people, space } = library;
  library.see('a', seen(1, 0), seen(2, 4), seen(1, 8));
  const tools = {
    detector: drawnFaceDetector,
    encoder: drawnFaceEncoder(16),
    thumbnailer: createThumbnailer(),
    space,
  };
  return {
    ...library,
    enroll: (name: string, ...photos: readonly Given[]) =>
      enrollPerson(
        people,
        name,
        photos.map(({ shows, face, same = true }, index) => ({
          named: `photo-${index}.jpg`,
          picture: drawFaces(...shows),
          digest: createHash('sha256').update(shows.join()).digest(),
          face,
          same,
        })),
        tools,
        never,
      ),
  };
}

describe('a person of whom a photo is given', () => {
  it('is who is seen in the videos, and in those that come', async () => {
    const { people, enroll, told, see, path, space } = rig();
    const id = (await enroll('Anna', { shows: [1] })).id;
    groupPeople(people);
    expect(told()).toEqual(['Anna: a@1 a@9', '2: a@5']);
    see('b', seen(1, 0), seen(2, 4));
    for (const anew of [false, true]) groupPeople(people, { anew });
    expect(told()).toEqual(['Anna: a@1 a@9 b@1', '2: a@5 b@5']);
    expect(listPeople(people)[0]).toMatchObject({ id, name: 'Anna', videos: 2, photos: 1 });
    const thumbnail = people.references(space)[0]!.thumbnail;
    expect(Buffer.from(thumbnail).subarray(8, 12).toString()).toBe('WEBP');
    expect(await faultsOf(path)).toEqual([]);
  });

  it('may have been named or enrolled before, in other letters; the same photo counts once', async () => {
    const { enroll, people, space } = rig();
    const first = await enroll('Anna', { shows: [1] });
    expect(await enroll(' ANNA', { shows: [1] }, { shows: [1, 0] })).toEqual(first);
    expect(people.references(space)).toHaveLength(2);
    expect(people.people()).toHaveLength(1);
  });

  it('is the face that was chosen of several, counted from the left', async () => {
    const { enroll, people, space } = rig();
    await enroll('Anna', { shows: [2, 0, 1], face: 2 }, { shows: [1], face: 1 });
    expect(people.references(space).map(({ vector }) => vector.indexOf(1))).toEqual([1, 1]);
  });

  it.each([
    [{ shows: [0] }, 'photo-1.jpg shows no face', 'take a photo in which'],
    [
      { shows: [1, 2, 3] },
      'photo-1.jpg shows 3 faces',
      'say which, from the left: photo-1.jpg#1, photo-1.jpg#2, photo-1.jpg#3',
    ],
    [
      { shows: [1, 2], face: 3 },
      'photo-1.jpg has no face 3: it shows 2',
      'say which, from the left: photo-1.jpg#1, photo-1.jpg#2',
    ],
    [{ shows: [1, 2], face: 0 }, 'photo-1.jpg has no face 0: it shows 2', 'say which'],
  ])('is not guessed at: %j', async (photo, message, hint) => {
    const { enroll, people, space } = rig();
    await expect(enroll('Anna', { shows: [1] }, photo)).rejects.toMatchObject({
      code: 'usage',
      message,
      hint: expect.stringContaining(hint),
    });
    // All photos or none.
    expect(people.people()).toEqual([]);
    expect(people.references(space)).toEqual([]);
  });

  it('is told from somebody else by a photo of that one', async () => {
    const { enroll, people, told, see } = rig();
    // Her sister looks like her.
    see('b', seen(1, 0, { vector: lookOf(1, 0, 0.5) }), seen(3, 4, { vector: blend(1, 3) }));
    const { id } = await enroll('Anna', { shows: [1] });
    groupPeople(people);
    expect(told()[0]).toBe('Anna: a@1 a@9 b@1 b@5');
    await enroll('Anna', { shows: [3], same: false });
    groupPeople(people, { doubted: id });
    expect(told()[0]).toBe('Anna: a@1 a@9 b@1');
  });

  it('keeps her faces though they have become unlike the photo', async () => {
    const { enroll, people, told, see } = rig();
    await enroll('Anna', { shows: [1] });
    groupPeople(people);
    see('a', seen(4, 0), seen(2, 4), seen(4, 8));
    groupPeople(people);
    expect(told()).toEqual(['Anna: a@1 a@9', '2: a@5']);
  });

  it('has to have a name', async () => {
    await expect(rig().enroll('12', { shows: [1] })).rejects.toMatchObject({ code: 'usage' });
  });
});

/** Somebody who looks like two. */
function blend(one: number, other: number) {
  const vector = lookOf(one, 0, 1);
  vector[one] = 0.6;
  vector[other] = 0.8;
  return vector;
}
