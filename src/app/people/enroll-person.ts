import { HeimdexError } from '../../domain/errors.ts';
import type { DetectedFace } from '../../domain/face.ts';
import { cropFace } from '../../domain/faces/crop-face.ts';
import type { RgbImage } from '../../domain/frame.ts';
import type { FaceDetector, FaceEncoder } from '../../domain/ports/faces.ts';
import type { Thumbnailer } from '../../domain/ports/media.ts';
import type { PeopleStore, Person, PersonReference } from '../../domain/ports/people.ts';
import type { Space } from '../../domain/space.ts';
import { FACE_RULES } from '../stages/face-rules.ts';
import { foldName } from './find-person.ts';
import { requireName } from './name-person.ts';

/** A photo that shows a person, or somebody who is not to be taken for her. */
export interface EnrolmentPhoto {
  /** As the user wrote it. */
  readonly named: string;
  readonly picture: RgbImage;
  /** SHA-256 of its bytes. */
  readonly digest: Uint8Array;
  /** Which of its faces, from the left, from 1; undefined where it shows one. */
  readonly face: number | undefined;
  readonly same: boolean;
}

export interface EnrolmentTools {
  readonly detector: FaceDetector;
  readonly encoder: FaceEncoder;
  readonly thumbnailer: Thumbnailer;
  readonly space: Space;
}

/**
 * Takes photos in by which a person is known from now on, or told from others. All of them or none.
 *
 * @throws HeimdexError `usage` where a photo shows no face, or several and none of them is named
 */
export async function enrollPerson(
  store: PeopleStore,
  name: string,
  photos: readonly EnrolmentPhoto[],
  tools: EnrolmentTools,
  signal: AbortSignal,
): Promise<Person> {
  const given = requireName(name);
  const references: Omit<PersonReference, 'person'>[] = [];
  for (const { named, picture, digest: photo, face, same } of photos) {
    const chosen = chooseFace(await tools.detector.detect(picture, signal), named, face);
    const [vector] = await tools.encoder.embedFaces(picture, [chosen], signal);
    const thumbnail = await tools.thumbnailer.encode(cropFace(picture, chosen.box, FACE_RULES.thumbnailSide));
    references.push({ same, photo, thumbnail, vector: vector! });
  }
  const known = store
    .people()
    .find((person) => person.name !== undefined && foldName(person.name) === foldName(given));
  return store.change((changes) => {
    const id = known?.id ?? changes.addPerson(given);
    for (const reference of references) changes.addReference(tools.space, { person: id, ...reference });
    return { id, name: known?.name ?? given };
  });
}

function chooseFace(faces: readonly DetectedFace[], named: string, wanted: number | undefined): DetectedFace {
  if (faces.length === 0) {
    throw new HeimdexError('usage', `${named} shows no face`, {
      hint: 'take a photo in which the face is turned to the camera and at least 50 pixels wide',
    });
  }
  const fromLeft = [...faces].sort((a, b) => a.box.left - b.box.left);
  const choices = fromLeft.map((_, index) => `${named}#${index + 1}`).join(', ');
  if (wanted === undefined && faces.length > 1) {
    throw new HeimdexError('usage', `${named} shows ${faces.length} faces`, {
      hint: `say which, from the left: ${choices}`,
    });
  }
  const chosen = fromLeft[(wanted ?? 1) - 1];
  if (chosen !== undefined) return chosen;
  throw new HeimdexError('usage', `${named} has no face ${wanted}: it shows ${faces.length}`, {
    hint: `say which, from the left: ${choices}`,
  });
}
