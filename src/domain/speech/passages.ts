import type { Microseconds } from '../time.ts';
import { joinTexts } from './join-texts.ts';
import type { Segment } from './segment.ts';

/** What a text model gets at once: neighbouring segments of one source and language. */
export interface Passage {
  /** Positions of its segments in the list that it was made from: one after the other. */
  readonly segments: readonly number[];
  readonly text: string;
  readonly start: Microseconds;
  readonly end: Microseconds;
  readonly language: string | undefined;
}

/** From this size on, in words, a passage ends with the next sentence. */
const ENOUGH = 30;
/** No passage is longer, unless one segment alone is: about 80 of the 256 pieces that the smallest text model reads. */
const MOST = 60;
/** Five characters of Han, kana or Hangul count as a word: 300 characters are the most, then. */
const CHARACTERS_A_WORD = 5;
/** Behind a longer pause something else is talked about. */
const LONGEST_PAUSE: Microseconds = 3_000_000;

/** Nor does a passage last longer than slow speech needs for its words, from the first segment's start to the last's. */
const LONGEST_SPAN: Microseconds = 60_000_000;

const CHARACTERS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const SENTENCE_END = /[.!?…。！？]["'”’»」』）)\]]*$/u;

/**
 * Joins segments to passages of 30 to 60 words (150 to 300 characters of Chinese, Japanese, Korean), shorter ones where a
 * pause of more than 3 s, another language or another source ends them. Each segment is in exactly one.
 *
 * @param segments of one text, in order of time
 */
export function toPassages(segments: readonly Segment[]): Passage[] {
  const groups: number[][] = [];
  let size = 0;
  let end = 0;
  let isWhole = false;
  segments.forEach((segment, index) => {
    const added = sizeOf(segment.text);
    const last = groups.at(-1);
    const goesOn =
      last !== undefined &&
      !isWhole &&
      size + added <= MOST &&
      segment.start - end <= LONGEST_PAUSE &&
      segment.start - segments[last[0]!]!.start <= LONGEST_SPAN &&
      isAlike(segment, segments[index - 1]!);
    if (goesOn) last.push(index);
    else groups.push([index]);
    size = goesOn ? size + added : added;
    end = goesOn ? Math.max(end, segment.end) : segment.end;
    isWhole = size >= ENOUGH && SENTENCE_END.test(segment.text.slice(-8));
  });
  return groups.map((group) => toPassage(group, segments));
}

function isAlike(a: Segment, b: Segment): boolean {
  return a.source === b.source && a.language === b.language;
}

/** In words, at least one. */
function sizeOf(text: string): number {
  const characters = text.match(CHARACTERS)?.length ?? 0;
  const words = text.replace(CHARACTERS, ' ').match(/[^\s\p{P}]+/gu)?.length ?? 0;
  return Math.max(1, words + characters / CHARACTERS_A_WORD);
}

function toPassage(group: readonly number[], segments: readonly Segment[]): Passage {
  const own = group.map((index) => segments[index]!);
  return {
    segments: group,
    text: joinTexts(own.map(({ text }) => text)),
    start: own[0]!.start,
    end: own.reduce((end, segment) => Math.max(end, segment.end), own[0]!.end),
    language: own[0]!.language,
  };
}
