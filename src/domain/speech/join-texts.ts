/** Han and kana stand without spaces: between two of them none is put. */
const ENDS_WITHOUT_SPACE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。]$/u;
const BEGINS_WITHOUT_SPACE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー「『（]/u;

/** Lines or sentences as one text, with a space between where their script has spaces. */
export function joinTexts(texts: readonly string[]): string {
  let before = '';
  return texts
    .map((text) => {
      const tight = ENDS_WITHOUT_SPACE.test(before) && BEGINS_WITHOUT_SPACE.test(text);
      const lead = before === '' || tight ? '' : ' ';
      before = text.slice(-2);
      return lead + text;
    })
    .join('');
}
