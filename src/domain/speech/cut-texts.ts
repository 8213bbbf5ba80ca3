import { TIME_STEP, type TokenForm } from './token-form.ts';

/** A text between two times, as tokens. */
export interface TokenSpan {
  /** Which tokens, times included: first, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Seconds from the window's start. */
  readonly start: number;
  readonly end: number;
}

export interface CutTexts {
  readonly spans: readonly TokenSpan[];
  /** Seconds of the window that are done with: all, unless its last text was left unfinished. */
  readonly heard: number;
}

/**
 * Cuts what was written of a window into texts, and says where to listen on: OpenAI's whisper/transcribe.py. Two times
 * side by side part two texts; if what follows the last pair has no time at its end, it goes to the next window.
 *
 * @param seconds length of the window
 */
export function cutTexts(
  tokens: readonly number[],
  { firstTime }: Pick<TokenForm, 'firstTime'>,
  seconds: number,
): CutTexts {
  const isTime = (at: number) => at >= 0 && at < tokens.length && tokens[at]! >= firstTime;
  const timeAt = (at: number) => (tokens[at]! - firstTime) * TIME_STEP;
  const endsWithOne = isTime(tokens.length - 1) && !isTime(tokens.length - 2);
  const borders = tokens.map((_, at) => at).filter((at) => isTime(at) && isTime(at - 1));
  if (borders.length === 0) {
    const last = tokens.findLastIndex((_, at) => isTime(at));
    // OpenAI's lets a text that has only its first time end there as well.
    const end = last > 0 ? Math.min(timeAt(last), seconds) : seconds;
    const start = isTime(0) && timeAt(0) < end ? timeAt(0) : 0;
    return { spans: [{ from: 0, to: tokens.length, start, end }], heard: seconds };
  }
  if (endsWithOne) borders.push(tokens.length);
  const spans = borders.map((to, index) => {
    const from = borders[index - 1] ?? 0;
    return { from, to, start: Math.min(timeAt(from), seconds), end: Math.min(timeAt(to - 1), seconds) };
  });
  return { spans, heard: endsWithOne ? seconds : Math.min(timeAt(borders.at(-1)! - 1), seconds) };
}
