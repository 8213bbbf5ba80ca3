import { describe, expect, it } from 'vitest';
import { callPerson, faceLines, peopleLines, personDocument } from '../../../src/cli/render/people-lines.ts';
import { listedPerson, storedTrack } from '../../support/listed-person.ts';

const placeOf = ({ video }: { video: number }) => ({ path: `v${video}.mp4`, online: video < 3 });

describe('people', () => {
  const anna = { ...listedPerson(7, 'Anna', storedTrack(1, 3, 65.4), storedTrack(2, 1, 2)), photos: 2 };
  const tracks = [1, 2, 3, 4, 5].map((at) => storedTrack(at, 1, at));

  it('are a table: who, how often, in how many videos, with what photos, and where best', () => {
    const lines = peopleLines(
      [anna, listedPerson(12, undefined, tracks[0]!), listedPerson(13, 'Bert')],
      placeOf,
    );
    expect(lines.map((line) => line.trimEnd())).toEqual([
      'number  name  faces  videos  photos  seen best at',
      '     7  Anna      2       2       2  v3.mp4@0:01:05.4 (offline)',
      '    12            1       1          v1.mp4@0:00:01.0',
      '    13  Bert      0       0',
    ]);
  });

  it('are shown with every place in order of video and time', () => {
    expect(faceLines([...anna.tracks, storedTrack(3, 1, 90)], placeOf)).toEqual([
      'v1.mp4@0:00:02.0',
      'v1.mp4@0:01:30.0',
      'v3.mp4@0:01:05.4 (offline)',
    ]);
  });

  it('have names that do nothing to a terminal', () => {
    expect(callPerson({ id: 1, name: 'A\u001b[2J\u202eB' })).not.toMatch(/[\u001b\u202e]/);
    const [, row] = peopleLines([listedPerson(1, 'A\u001b[2J')], placeOf);
    expect(row).not.toContain('\u001b');
    expect(callPerson({ id: 4, name: undefined })).toBe('person 4');
  });

  it('are documents with the three best places, or all', () => {
    const document = (isWhole: boolean) =>
      personDocument(listedPerson(1, undefined, ...tracks), placeOf, isWhole) as { places: unknown[] };
    expect(document(true).places).toHaveLength(5);
    expect(document(false)).toEqual({
      id: 1,
      name: null,
      faces: 5,
      videos: 1,
      photos: 0,
      places: [1, 2, 3].map((time) => ({
        path: 'v1.mp4',
        online: true,
        time,
        quality: 0.5,
        box: [1, 2, 30, 40],
      })),
    });
  });
});
