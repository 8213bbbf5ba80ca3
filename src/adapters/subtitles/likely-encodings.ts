/** In what languages were written before UTF-8, the usual first, by the names of their decoders. */
const OF_LANGUAGES: readonly (readonly [languages: string, encodings: readonly string[]])[] = [
  ['ko', ['cp949']],
  ['ja', ['cp932', 'euc-jp']],
  ['zh', ['gb18030', 'big5']],
  ['ru uk be bg', ['windows-1251', 'koi8-r']],
  ['sr mk', ['windows-1251', 'windows-1250']],
  ['cs sk pl hu sl hr bs ro sq', ['windows-1250']],
  ['el', ['windows-1253']],
  ['tr az', ['windows-1254']],
  ['he yi', ['windows-1255']],
  ['ar fa ur', ['windows-1256']],
  ['et lt lv', ['windows-1257']],
  ['vi', ['windows-1258']],
  ['th', ['cp874']],
  ['en fr de es it pt nl sv da no nb nn fi is ca gl eu ga af id ms', ['windows-1252']],
];

const ENCODINGS = new Map(
  OF_LANGUAGES.flatMap(([languages, encodings]) =>
    languages.split(' ').map((language) => [language, encodings] as const),
  ),
);

/** @param language ISO 639-1; of unknown ones nothing is likely */
export function likelyEncodings(language: string | undefined): readonly string[] {
  return (language !== undefined && ENCODINGS.get(language)) || [];
}
