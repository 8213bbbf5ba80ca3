/** A text in the form in which words are compared, and where each of its characters comes from. */
export interface FoldedText {
  readonly text: string;
  /** For each UTF-16 unit of the folded text, where in the original what it was made of begins and ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** White space and controls; what is invisible; a character with the marks that belong to it. */
const CLUSTER = /[\s\p{Cc}]+|\p{Cf}|[^\s\p{Cc}\p{Cf}][\p{M}\uff9e\uff9f]*/gsu;

/** Signs that keyboards have in one form and typesetters in several. */
const [APOSTROPHES, QUOTES, HYPHENS] = [
  /[\u2018\u2019\u02bc]/g,
  /[\u201c-\u201e\u00ab\u00bb]/g,
  /[\u2010\u2011]/g,
];

/**
 * Brings a text into the form in which words are compared: without case, width and compatibility forms (NFKC), Latin and
 * Greek letters without diacritics, Cyrillic ones without stress and diaeresis (ё is read as е), runs of white space as
 * one blank, invisible characters left out. Marks of other scripts (が, हि, มี) tell words apart and stay.
 */
export function foldText(original: string): FoldedText {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  // A text has few different letters, and each costs a few microseconds.
  const known = new Map<string, string>();
  for (const { 0: cluster, index } of original.matchAll(CLUSTER)) {
    let folded = known.get(cluster);
    if (folded === undefined) {
      folded = foldCluster(cluster);
      known.set(cluster, folded);
    }
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(index);
      ends.push(index + cluster.length);
    }
    text += folded;
  }
  return { text, starts, ends };
}

/** A text as it is kept: well-formed Unicode with composed letters (NFC), which macOS writes apart. */
export function composed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').normalize('NFC');
}

function foldCluster(cluster: string): string {
  if (/^[\s\p{Cc}]/u.test(cluster)) return ' ';
  if (/^\p{Cf}/u.test(cluster)) return '';
  return (
    cluster
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .normalize('NFKC')
      // Through upper case: ß and ss, ς and σ, ı and i are the same then. The upper ẞ has none but itself.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .normalize('NFD')
      .replace(/[\ufe00-\ufe0f]/g, '')
      .replace(/([\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu, '$1')
      .replace(/(\p{Script=Cyrillic})[\u0301\u0308]+/gu, '$1')
      .normalize('NFC')
      .replace(APOSTROPHES, "'")
      .replace(QUOTES, '"')
      .replace(HYPHENS, '-')
  );
}
