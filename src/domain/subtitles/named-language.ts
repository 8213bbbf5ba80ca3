import { languageCode } from '../speech/language-code.ts';

/** What people put into names of files and no standard knows: countries, and the two ways to write Chinese. */
const CUSTOMARY: Readonly<Record<string, string>> = {
  jp: 'ja',
  cn: 'zh',
  // Korea's country code; as a language's it is Kanuri's, of which hardly a subtitle is made.
  kr: 'ko',
  chs: 'zh',
  cht: 'zh',
  yue: 'zh',
  fil: 'tl',
};

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

let names: ReadonlyMap<string, string> | undefined;

/**
 * The ISO 639-1 code of a language as people name it: a code or a tag, a language's name in English or in itself, also with
 * something in brackets behind it, or what is customary in names of files. Undefined where that is no language.
 */
export function namedLanguage(said: string): string | undefined {
  const text = said.trim().toLowerCase().slice(0, 60);
  const customary = CUSTOMARY[text.split(/[-_]/)[0]!];
  if (customary !== undefined) return customary;
  names ??= nameTable();
  return languageCode(text) ?? names.get(text.replace(/ *\(.*$/, ''));
}

/** From Unicode's names of languages (CLDR), which the JavaScript engine brings along. */
function nameTable(): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  for (const code of codes.filter((pair) => languageCode(pair) === pair)) {
    for (const locale of ['en', code]) {
      const name = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' }).of(code);
      if (name !== undefined && !table.has(name.toLowerCase())) table.set(name.toLowerCase(), code);
    }
  }
  return table;
}
