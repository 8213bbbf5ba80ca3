import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readManifest } from '../../adapters/files/read-manifest.ts';
import { createPhotoReader } from '../../adapters/image/create-photo-reader.ts';
import { createThumbnailer } from '../../adapters/image/create-thumbnailer.ts';
import { createFaceStore } from '../../adapters/sqlite/create-face-store.ts';
import { type EnrolmentPhoto, enrollPerson } from '../../app/people/enroll-person.ts';
import { groupPeople } from '../../app/people/group-people.ts';
import { FACE_RULES } from '../../app/stages/face-rules.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { RgbImage } from '../../domain/frame.ts';
import { parseAlternative } from '../../domain/manifest/select-models.ts';
import { faceSpaceOf } from '../../domain/space.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { namedPath } from '../paths.ts';
import { counted } from '../render/counted.ts';
import { callPerson, changedPersonDocument } from '../render/people-lines.ts';
import { chooseFaceModels, openFaceTools } from './face-tools.ts';
import { changingPeople } from './open-people.ts';
import { openModelStore } from './sight-model.ts';

export interface PeopleEnrollArguments {
  readonly name: string;
  /** As the user wrote them: a path, with #2 for the second face from the left. */
  readonly photos: readonly string[];
  readonly not: readonly string[];
  readonly profile: string | undefined;
  readonly alternatives: readonly string[];
}

/** `heimdex people enroll`. */
export async function runPeopleEnroll(context: Context, args: PeopleEnrollArguments): Promise<number> {
  const { json, printer, settings, signal } = context;
  const named = [
    ...args.photos.map((path) => [path, true] as const),
    ...args.not.map((path) => [path, false] as const),
  ];
  if (named.length === 0) {
    throw new HeimdexError('usage', 'no photo was given', {
      hint: `heimdex people enroll ${args.name} photo.jpg`,
    });
  }
  const photos = await Promise.all(named.map(([path, same]) => readPhoto(context, path, same)));
  const manifest = await readManifest(settings);
  const { store, isInstalled } = openModelStore(context);
  const wishes = { profile: args.profile, alternatives: new Map(args.alternatives.map(parseAlternative)) };
  const models = await chooseFaceModels(manifest, wishes, isInstalled);
  const recognition = models?.recognition;
  if (models === undefined || recognition === undefined) {
    throw new HeimdexError('model-missing', 'no model that finds faces and tells them apart is installed', {
      hint: 'heimdex models pull yunet sface',
    });
  }
  const tools = await openFaceTools(models, store, 0, signal);
  try {
    return await changingPeople(context, async ({ people, database }) => {
      const space = createFaceStore(database).ensureSpace(faceSpaceOf(recognition));
      const { detector, recognizer } = tools;
      const enrolment = { detector, encoder: recognizer!.encoder, thumbnailer: createThumbnailer(), space };
      const person = await enrollPerson(people, args.name, photos, enrolment, signal);
      groupPeople(people, {
        threshold: recognition.config.samePersonCosine,
        // Some of them may be whom a photo tells her from.
        doubted: args.not.length > 0 ? person.id : undefined,
      });
      const faces = people.tracks(undefined).filter((track) => track.person === person.id).length;
      if (json) await printer.document(changedPersonDocument(person, faces, settings.library));
      else
        await printer.result(
          `${callPerson(person)} is known by ${counted(photos.length, 'photo')} (person ${person.id}): ${counted(faces, 'face')}`,
        );
      return EXIT_DONE;
    });
  } finally {
    await tools.recognizer?.encoder.close();
    await tools.detector.close();
  }
}

/** A file whose name ends in # and a number is still a file. */
async function readPhoto({ host }: Context, named: string, same: boolean): Promise<EnrolmentPhoto> {
  const [, path, number] = /^(.*)#(\d+)$/s.exec(named) ?? [named, named];
  const file = namedPath(host, path!);
  const picture = await readPicture(file);
  const digest = createHash('sha256')
    .update(await readFile(file))
    .digest();
  return { named: path!, picture, digest, face: number === undefined ? undefined : Number(number), same };
}

async function readPicture(file: string): Promise<RgbImage> {
  try {
    return await createPhotoReader().readWhole(file, FACE_RULES.pictureSide);
  } catch (error) {
    if (!(error instanceof HeimdexError) || error.code !== 'media-unreadable') throw error;
    throw new HeimdexError('image-unreadable', error.message, {
      hint: 'heimdex people enroll NAME PHOTO: JPEG, PNG, WebP or AVIF',
      cause: error,
    });
  }
}
