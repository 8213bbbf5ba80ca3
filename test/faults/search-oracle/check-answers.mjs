import { strict as assert } from 'node:assert';
import { fits, meet, pathOf, says, sightings } from './facts.mjs';

const [SECOND, ALL] = [1_000_000, 100_000];

/** Asks a query, with random options, and holds its answers to the documents and to each other. */
export async function checkAnswers(library, text, random, count) {
  const list = random.pick([
    undefined,
    undefined,
    ['sight'],
    ['words'],
    ['meaning'],
    ['sight', 'words'],
    ['people'],
  ]);
  const channels = list && new Map(list.map((channel) => [channel, 1]));
  const minConfidence = random.pick([undefined, 0, 0, 0.3, 0.9]);
  const asked = { limit: random.pick([1, 3, 10, 50]), channels, minConfidence };
  const { channels: _, ...told } = asked;
  const where = `[${text}] ${list ?? ''} ${JSON.stringify(told)}`;
  const ask = (change = {}) => library.find(text, { ...asked, ...change });
  const found = await refusedOr(ask(), library);
  if (found === undefined) return;
  const query = library.parse(text);
  count.queries++;
  count.moments += found.length;
  assert(found.length <= asked.limit, `${where}: more than were asked for`);
  const whole = await ask({ limit: ALL });
  const each = await ask({ limit: ALL, all: true });
  for (const moment of [...found, ...whole]) checkMoment(library, query, moment, where);
  checkOverlaps(each, where);
  if (random.chance(0.2)) library.reopen();
  assert.deepEqual((await ask()).map(plain), found.map(plain), `${where}: not the same again`);
  const places = (moments) => moments.map(placeOf).sort();
  const unfolded = whole.flatMap((moment) => [moment, ...moment.alike]);
  assert.deepEqual(places(unfolded), places(each), `${where}: --all is another set`);
  if (minConfidence !== 0) return;
  assert.equal(found.length, Math.min(asked.limit, whole.length), `${where}: fewer than there are`);
  if (query.kind === 'clause' && (list?.[0] === 'people' || isSeenAlone(query, list)))
    assert.deepEqual(
      found.map(placeOf),
      whole.slice(0, asked.limit).map(placeOf),
      `${where}: other first ones`,
    );
  if (isSeenAlone(query, list)) checkFrames(library, query, each, where);
}

/** Undefined where the query is refused, as of a person whom nobody sees. */
async function refusedOr(answer, { videos }) {
  try {
    return await answer;
  } catch (error) {
    if (error.code === 'usage') return undefined;
    if (error.code === 'library-other-model' && videos.length === 0) return undefined;
    throw error;
  }
}

function isSeenAlone({ kind, said }, list) {
  return kind === 'clause' && list?.join() === 'sight' && said.wanted.length === 0;
}

function checkMoment(library, query, moment, where) {
  const video = library.videos.find(({ places }) => places.some((place) => pathOf(place) === moment.path));
  const { start, end, best, confidence } = moment;
  const at = `${where}: ${moment.path} ${start / SECOND} to ${end / SECOND}, best ${best / SECOND}`;
  assert(video !== undefined, `${at}: no such video`);
  assert(
    start < end || video.isPhoto || video.segments.some((each) => each.end === each.start),
    `${at}: of no length`,
  );
  assert(start >= video.start && end <= Math.max(video.end, video.start), `${at}: outside of the video`);
  assert(start <= best && best <= end, `${at}: best outside of it`);
  assert(confidence === null || (confidence >= 0 && confidence <= 1), `${at}: confidence ${confidence}`);
  if (query.kind !== 'clause') return;
  const { said, people, filters } = query;
  assert(fits(video, filters), `${at}: not what the filters say`);
  const here = video.segments.filter((segment) => meet(segment, moment));
  for (const word of said.unwanted)
    assert(!here.some((segment) => says(segment.text, word)), `${at}: ${word.text} is said`);
  for (const { field, language, isWanted } of filters)
    if (field === 'lang')
      assert.equal(
        here.some((each) => each.language === language),
        isWanted,
        `${at}: spoken ${language}`,
      );
  const isSeen = (person) => sightings(video, person).some((shot) => meet(shot, moment));
  for (const person of people.wanted) assert(isSeen(person), `${at}: without ${JSON.stringify(person)}`);
  for (const person of people.unwanted) assert(!isSeen(person), `${at}: with ${JSON.stringify(person)}`);
  if (said.wanted.length === 0) return;
  const around = { start: start - 2 * SECOND, end: end + 2 * SECOND + 1 };
  const isSaid = ({ text }) => said.wanted.every((word) => says(text, word));
  assert(
    video.segments.some((each) => meet(each, around) && isSaid(each)),
    `${at}: nobody says so`,
  );
}

function checkOverlaps(moments, where) {
  const byPath = new Map();
  for (const moment of moments) {
    const others = byPath.get(moment.path) ?? [];
    const other = others.find((each) => meet(each, moment));
    assert(other === undefined, `${where}: ${other && placeOf(other)} overlaps ${placeOf(moment)}`);
    byPath.set(moment.path, [...others, moment]);
  }
}

/** Where nothing is cut each frame that may be found is in a moment. */
function checkFrames(library, { said, people, filters }, moments, where) {
  if (said.unwanted.length > 0 || filters.some(({ field }) => field === 'lang')) return;
  for (const video of library.videos) {
    if (!fits(video, filters)) continue;
    const paths = video.places.map(pathOf);
    const own = moments.filter(({ path }) => paths.includes(path));
    for (const { time } of video.frames) {
      const instant = { start: time, end: time };
      const isSeen = (person) => sightings(video, person).some((shot) => meet(shot, instant));
      if (!people.wanted.every(isSeen) || people.unwanted.some(isSeen)) continue;
      assert(
        own.some((moment) => meet(moment, instant)),
        `${where}: ${paths[0]} at ${time / SECOND} is in no moment`,
      );
    }
  }
}

function placeOf({ path, start, end, best }) {
  return [path, start, end, best].join(' ');
}

function plain(moment) {
  return {
    ...moment,
    why: moment.why.map(({ channel, rank, score, name }) => ({ channel, rank, score, name })),
  };
}
