import { mendWords } from './mend-words.ts';
import { SAMPLE_RATE } from './sampling.ts';
import type { Segment, Word } from './segment.ts';
import { type Place, type Tape, videoTime } from './tape.ts';
import type { TimedWord } from './time-words.ts';

/** A text as it was heard on a tape. */
export interface HeardText {
  /** Seconds of the tape. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** 0–1. */
  readonly confidence: number;
  /** Empty where the model gives no times of words. */
  readonly words: readonly TimedWord[];
}

/** So much sound of another stretch is more than a time that is a little off: seconds. */
const OVERLAP = 0.25;

/**
 * Segments from texts heard on a tape, with times of the video. What goes over the border of two stretches is parted
 * there: by its words' times, or where there are none by the share of sound on either side.
 */
export function placeTexts(texts: readonly HeardText[], tape: Tape, language: string): Segment[] {
  return texts.flatMap((text) => {
    const places = placesOf(text, tape);
    const pieces = text.words.length > 0 ? byWords(text, places) : byShares(text, places);
    return pieces.flatMap(({ place, ...piece }) => {
      const plain = piece.text.trim();
      if (!/[\p{L}\p{N}]/u.test(plain)) return [];
      return [
        {
          ...timed(piece, place),
          text: plain,
          language,
          confidence: text.confidence,
          source: 'speech' as const,
        },
      ];
    });
  });
}

interface Piece {
  readonly place: Place;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly words: readonly TimedWord[];
}

/** Those that a text is said in: at least the one that has most of it. */
function placesOf({ start, end }: HeardText, { places }: Tape): Place[] {
  const overlap = (place: Place) =>
    Math.min(end, place.to / SAMPLE_RATE) - Math.max(start, place.from / SAMPLE_RATE);
  const most = places.reduce((best, place) => (overlap(place) > overlap(best) ? place : best));
  return places.filter((place) => place === most || overlap(place) > OVERLAP);
}

/** Each word to the place that its middle is nearest to. */
function byWords(text: HeardText, places: readonly Place[]): Piece[] {
  const distance = (word: TimedWord, { from, to }: Place) => {
    const middle = ((word.start + word.end) / 2) * SAMPLE_RATE;
    return Math.max(from - middle, middle - to, 0);
  };
  const homes = text.words.map((word) =>
    places.reduce((best, place) => (distance(word, place) < distance(word, best) ? place : best)),
  );
  return places.flatMap((place) => {
    const words = text.words.filter((_, index) => homes[index] === place);
    if (words.length === 0) return [];
    const joined = words.map((word) => word.text).join('');
    const start = homes[0] === place ? text.start : words[0]!.start;
    const end = homes.at(-1) === place ? text.end : words.at(-1)!.end;
    return [{ place, start, end, text: joined, words }];
  });
}

/** As much of the text to each place as it has of the sound, cut at spaces where there are any. */
function byShares(text: HeardText, places: readonly Place[]): Piece[] {
  const cuts = /\s/.test(text.text.trim()) ? text.text.trim().split(/(?<=\s)/) : [...text.text.trim()];
  const bounds = places.map(({ from, to }) => ({
    start: Math.max(text.start, from / SAMPLE_RATE),
    end: Math.min(text.end, to / SAMPLE_RATE),
  }));
  const lengths = bounds.map(({ start, end }) => Math.max(0, end - start));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  const characters = cuts.reduce((sum, cut) => sum + cut.length, 0);
  let taken = 0;
  let written = 0;
  let sounded = 0;
  return places.map((place, index) => {
    sounded += lengths[index]!;
    const from = taken;
    const isLast = index === places.length - 1;
    while (
      taken < cuts.length &&
      (isLast || (written + cuts[taken]!.length / 2) * whole < sounded * characters)
    ) {
      written += cuts[taken++]!.length;
    }
    return { place, ...bounds[index]!, text: cuts.slice(from, taken).join(''), words: [] };
  });
}

/** Times of the video, held inside the place. */
function timed(
  { start, end, words }: Omit<Piece, 'place'>,
  place: Place,
): Pick<Segment, 'start' | 'end' | 'words'> {
  const [first, last] = [place.from / SAMPLE_RATE, place.to / SAMPLE_RATE];
  const within = (seconds: number) => Math.min(Math.max(seconds, first), last);
  const [from, to] = [within(start), Math.max(within(start), within(end))];
  const onVideo = (seconds: number) => videoTime(place, Math.round(seconds * SAMPLE_RATE));
  const mended = mendWords(words, from, to).flatMap((word): Word[] => {
    const text = word.text.trim();
    if (text === '') return [];
    return [{ text, start: onVideo(word.start), end: onVideo(word.end), confidence: word.confidence }];
  });
  return { start: onVideo(from), end: onVideo(to), words: mended };
}
