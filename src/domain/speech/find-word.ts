/** Words to look for in what was said: compared letter by letter, after `foldText`. */
export interface LiteralWord {
  /** Folded, without blanks at its ends, never empty. May hold blanks: a phrase. */
  readonly text: string;
  /** It must end where a word ends; else it may be the beginning of one. */
  readonly whole: boolean;
}

export interface Occurrence {
  /** UTF-16 units of the folded text. */
  readonly from: number;
  readonly to: number;
  /** It ends where a word ends. */
  readonly isWhole: boolean;
}

/**
 * Letters and digits of scripts that set words apart. In Korean what is looked for is often within a word (the parts of
 * a compound, particles behind), and the others do not write blanks.
 */
const OF_SPACED_SCRIPT =
  /^(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}])[\p{L}\p{N}\p{M}]$/u;

/** Where a word occurs in a folded text, from left to right without overlaps. It begins where a word begins. */
export function* findWord(folded: string, word: LiteralWord): Generator<Occurrence> {
  for (let from = folded.indexOf(word.text); from >= 0; ) {
    const to = from + word.text.length;
    const isWhole = !isInside(folded, to);
    const fits = !isInside(folded, from) && (isWhole || !word.whole);
    if (fits) yield { from, to, isWhole };
    from = folded.indexOf(word.text, fits ? to : from + 1);
  }
}

/** Whether a place lies within a word of a script that sets words apart. */
function isInside(text: string, place: number): boolean {
  if (place <= 0 || place >= text.length) return false;
  const [left, right] = [text.charCodeAt(place - 1), text.charCodeAt(place)];
  // Most text, and much faster.
  if (left < 0x80 && right < 0x80) return isAsciiWord(left) && isAsciiWord(right);
  const after = String.fromCodePoint(text.codePointAt(place)!);
  // The second half of a pair has the first before it.
  const before = /[\udc00-\udfff]/.test(text[place - 1]!) ? text.slice(place - 2, place) : text[place - 1]!;
  return OF_SPACED_SCRIPT.test(before) && OF_SPACED_SCRIPT.test(after);
}

/** A letter or digit; folded letters are small. */
function isAsciiWord(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
