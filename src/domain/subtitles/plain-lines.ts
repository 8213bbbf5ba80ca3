/** Entities that subtitles use; the numbered ones are reckoned. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lrm: '',
  rlm: '',
  shy: '',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
};

// Each pattern takes time in proportion to the text, whatever it is: no two parts of one can match the same characters.
const RUBY_ABOVE = /<rt>[^<]*<\/rt>/gi;
const LINE_BREAK = /<br *\/?>|\\[Nn]/gi;
const TAG = /<\/?[a-z][^<>]*>|<[\d:.]+>|<\/>/gi;
const OVERRIDE = /\{\\[^{}]*\}/g;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi;
/** Controls, soft hyphens, marks of width and direction: nothing to read, and a word with one in it is not found. */
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;
/** `>>` where another speaker begins (captions of television), and the dash of a dialogue. */
const SPEAKER = /^(?:(?:>{1,3}|[-‐‑–—]+)(?: |(?=\p{L})))+/u;
const SOMETHING_TO_READ = /[\p{L}\p{N}]/u;

/**
 * The lines of a cue without its markup: tags of HTML and WebVTT with the names of speakers in them, positions and effects
 * of ASS, entities, marks of a change of speaker. What has no letter and no digit is left out. A speaker's name that is
 * written out before a colon stays: it can be read in the picture, and so be looked for.
 */
export function plainLines(raw: string): string[] {
  return raw
    .replace(RUBY_ABOVE, '')
    .replace(LINE_BREAK, '\n')
    .replace(/\\h/g, ' ')
    .replace(OVERRIDE, '')
    .replace(TAG, '')
    .replace(ENTITY, entity)
    .replace(UNSEEN, '')
    .replace(CONTROL, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .normalize('NFC')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim().replace(SPEAKER, ''))
    .filter((line) => SOMETHING_TO_READ.test(line));
}

function entity(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hexadecimal!, 16) : Number(decimal);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '\ufffd';
}
