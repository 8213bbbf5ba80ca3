// What the documents say of videos, as plain loops over what was written.
import { MOUNTS } from './create-library.mjs';
import { PEOPLE } from './random.mjs';

/** A stretch holds its first microsecond at least. */
export function meet(a, b) {
  return a.start < Math.max(b.end, b.start + 1) && b.start < Math.max(a.end, a.start + 1);
}

/** Whether words are said side by side; a bare one may be the beginning of another. */
export function says(text, { text: wanted, whole }) {
  const [said, words] = [text.split(' '), wanted.split(' ')];
  return said.some((_, from) =>
    words.every((word, at) =>
      whole || at < words.length - 1 ? said[from + at] === word : said[from + at]?.startsWith(word),
    ),
  );
}

/** The shots in which somebody is seen; of a photo its time. */
export function sightings(video, term) {
  const is = (who) => (term.kind === 'unknown' ? PEOPLE[who] === undefined : PEOPLE[who] === term.name);
  return video.tracks
    .filter(({ who }) => is(who))
    .map(({ faces: [{ time }] }) => video.shots.find(({ start, end }) => start <= time && time < end));
}

/** Whether a video, at one of its places, is what filters say. */
export function fits(video, filters) {
  const recorded = video.recorded ?? video.modified * 1000;
  const ofTimes = {
    after: ({ time }) => recorded >= time,
    before: ({ time }) => recorded < time,
    longer: ({ length }) => video.duration > length,
    shorter: ({ length }) => video.duration < length,
  };
  return (
    filters.every((filter) => ofTimes[filter.field]?.(filter) ?? true) &&
    video.places.some((place) =>
      filters.every((filter) => {
        if (filter.field === 'in') return isBelow(filter.pattern, pathOf(place)) === filter.isWanted;
        if (filter.field !== 'on') return true;
        return (place.volume.toLowerCase() === filter.volume.toLowerCase()) === filter.isWanted;
      }),
    )
  );
}

export function pathOf({ volume, path }) {
  return `${MOUNTS[volume].replace(/\/$/, '')}/${path}`;
}

/** Of the patterns that random queries have. */
function isBelow(pattern, path) {
  if (pattern === '*.mp4') return path.endsWith('.mp4');
  if (pattern === 'b*') return path.split('/').at(-1).startsWith('b');
  if (pattern === 'x/y/a*') return /\/x\/y\/a[^/]*$/.test(path);
  return path.includes(`/${pattern.split('/')[0]}/`);
}
