/** Scripts that are written together, by the name that stands for them all (ISO 15924). */
const TOGETHER: Readonly<Record<string, string>> = {
  Kore: String.raw`\p{Script=Hang}\p{Script=Hani}`,
  Jpan: String.raw`\p{Script=Hani}\p{Script=Hira}\p{Script=Kana}`,
  Hans: String.raw`\p{Script=Hani}`,
  Hant: String.raw`\p{Script=Hani}`,
};

/**
 * Whether a text model understands a text, so that a vector of it is worth something; other texts are found by their words.
 *
 * A text whose language was said must be in one of the model's languages; where that is written in Latin letters, most of
 * the text's letters must be such: a Korean text that somebody called English gets no vector. A text of an unknown language
 * is judged by its script alone: most of its letters must belong to a script in which one of the model's languages is
 * mostly written. So to an English model any text in Latin letters of which nobody says the language is English.
 *
 * @param languages of the model's manifest entry: codes of ISO 639-1, or `"*"` for all
 */
export function knowsLanguage(
  languages: readonly string[],
  { text, language }: { readonly text: string; readonly language: string | undefined },
): boolean {
  if (languages.includes('*')) return true;
  if (language === undefined) return languages.some((code) => isMostlyIn(scriptOf(code), text));
  if (!languages.includes(language)) return false;
  const script = scriptOf(language);
  return script !== 'Latn' || isMostlyIn(script, text);
}

/** The script that a language is mostly written in (Unicode's likely subtags, UTS 35). */
function scriptOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().script;
  } catch {
    return undefined;
  }
}

function isMostlyIn(script: string | undefined, text: string): boolean {
  if (script === undefined) return false;
  const own = lettersOf(script);
  if (own === undefined) return false;
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => own.test(letter)).length * 2 >= letters.length;
}

function lettersOf(script: string): RegExp | undefined {
  try {
    return new RegExp(`[${TOGETHER[script] ?? `\\p{Script=${script}}`}]`, 'u');
  } catch {
    return undefined;
  }
}
