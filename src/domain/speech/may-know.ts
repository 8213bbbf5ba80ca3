/** Scripts that tell a language, with the languages (ISO 639-1) of which one has to be known. */
const TELLING: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\p{Script=Hangul}/u, ['ko']],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, ['ja']],
  [/\p{Script=Han}/u, ['zh', 'ja']],
  [/\p{Script=Cyrillic}/u, ['ru', 'uk', 'bg', 'sr', 'mk', 'be', 'kk', 'ky', 'mn', 'tg']],
  [/\p{Script=Greek}/u, ['el']],
  [/\p{Script=Arabic}/u, ['ar', 'fa', 'ur', 'ps', 'ug']],
  [/\p{Script=Hebrew}/u, ['he', 'yi']],
  [/\p{Script=Devanagari}/u, ['hi', 'mr', 'ne', 'sa']],
  [/\p{Script=Thai}/u, ['th']],
];

/**
 * Whether a model of some languages may know what a text says, as far as its letters tell: of Latin ones nothing is told.
 *
 * @param languages codes of ISO 639-1; `*` for many
 */
export function mayKnow(languages: readonly string[], text: string): boolean {
  if (languages.includes('*')) return true;
  return TELLING.every(
    ([letters, codes]) => !letters.test(text) || codes.some((code) => languages.includes(code)),
  );
}
