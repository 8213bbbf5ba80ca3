import { findPerson } from '../../app/people/find-person.ts';
import { listDoubtful } from '../../app/people/list-doubtful.ts';
import { type ListedPerson, listPeople } from '../../app/people/list-people.ts';
import type { RgbImage } from '../../domain/frame.ts';
import type { PeopleStore } from '../../domain/ports/people.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { namedPath } from '../paths.ts';
import { callPerson, faceLines, peopleLines, personDocument } from '../render/people-lines.ts';
import { peoplePage } from '../render/people-page.ts';
import { pictureLines } from '../render/picture-lines.ts';
import { placeFinder } from './face-places.ts';
import { type OpenPeople, readingPeople } from './open-people.ts';
import { replaceWith } from './replace-with.ts';

export interface PeopleListArguments {
  readonly person: string | undefined;
  /** Those who are seen once as well. */
  readonly all: boolean;
  readonly doubtful: boolean;
  readonly html: string | undefined;
}

/** So many pictures of a person are shown. */
const PICTURES = 4;
/** Of a picture at a terminal, pixels: two a cell. */
const PICTURE_SIDE = 16;

/** `heimdex people list`. */
export function runPeopleList(context: Context, args: PeopleListArguments): Promise<number> {
  return readingPeople(context, async (open) => {
    const everybody = listPeople(open.people);
    const named = args.person === undefined ? undefined : findPerson(args.person, everybody);
    const listed =
      named !== undefined
        ? everybody.filter(({ id }) => id === named.id)
        : everybody.filter(({ name, tracks }) => args.all || name !== undefined || tracks.length > 1);
    if (args.html !== undefined) await writePage(context, args.html, listed, open);
    if (args.doubtful) return showDoubtful(context, everybody, open.people);
    await show(context, listed, everybody.length - listed.length, named !== undefined, open);
    return EXIT_DONE;
  });
}

async function show(
  context: Context,
  listed: readonly ListedPerson[],
  hidden: number,
  isWhole: boolean,
  { people, database }: OpenPeople,
): Promise<void> {
  const { json, printer, settings } = context;
  const placeOf = placeFinder(context, database, json);
  if (json) {
    await printer.document({
      schema: 'heimdex.people/1',
      library: settings.library,
      people: listed.map((person) => personDocument(person, placeOf, isWhole)),
      hidden: isWhole ? 0 : hidden,
    });
    return;
  }
  const [head, ...rows] = peopleLines(listed, placeOf);
  if (listed.length > 0) await printer.result(head!);
  for (const [index, row] of rows.entries()) {
    await printer.result(row);
    if (!printer.colour) continue;
    const pictures = await picturesOf(listed[index]!, people);
    for (const line of pictureLines(pictures)) await printer.result(`        ${line}`);
  }
  if (isWhole) for (const line of faceLines(listed[0]!.tracks, placeOf)) await printer.result(`  ${line}`);
  if (!isWhole && hidden > 0) printer.note(`${hidden} more are seen once: --all`);
  if (listed.length === 0 && hidden === 0) printer.note(await whyNobody(people));
}

/** libvips loads only where a picture is shown. */
async function picturesOf({ tracks }: ListedPerson, people: PeopleStore): Promise<RgbImage[]> {
  const { decodeThumbnail } = await import('../../adapters/image/decode-thumbnail.ts');
  const shown = tracks.slice(0, PICTURES).map(({ id }) => people.thumbnailOf(id));
  return Promise.all(shown.map((webp) => decodeThumbnail(webp, PICTURE_SIDE)));
}

async function whyNobody(people: PeopleStore): Promise<string> {
  const faces = people.tracks(undefined).length;
  if (faces === 0) return 'no faces were found, or none looked for: heimdex index FOLDER --only faces';
  return 'there are faces, but no model that tells them apart: heimdex models pull sface, then heimdex index FOLDER';
}

async function showDoubtful(
  { json, printer, settings }: Context,
  everybody: readonly ListedPerson[],
  people: PeopleStore,
): Promise<number> {
  const pairs = listDoubtful(people);
  if (json) {
    await printer.document({ schema: 'heimdex.people-doubtful/1', library: settings.library, pairs });
    return EXIT_DONE;
  }
  const nameOf = new Map(everybody.map((person) => [person.id, callPerson(person)]));
  for (const { a, b, similarity } of pairs)
    await printer.result(`${similarity.toFixed(3)}  ${nameOf.get(a)} – ${nameOf.get(b)}`);
  printer.note(
    pairs.length === 0
      ? 'no two may be one person'
      : 'the same? heimdex people merge A B · not? heimdex people split keeps them apart',
  );
  return EXIT_DONE;
}

async function writePage(
  context: Context,
  file: string,
  listed: readonly ListedPerson[],
  { people, database }: OpenPeople,
): Promise<void> {
  const placeOf = placeFinder(context, database, true);
  const page = peoplePage(listed, placeOf, (track) => people.thumbnailOf(track));
  await replaceWith(namedPath(context.host, file), Buffer.from(page));
}
