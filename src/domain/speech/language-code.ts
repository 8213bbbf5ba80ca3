/** The names of all languages that have a code of ISO 639-1, in English and in themselves, to their codes. */
let codes: ReadonlyMap<string, string> | undefined;

/** What people write, and Unicode's rules (UTS 35, which `Intl` follows) take for something else. */
const WRITTEN: Readonly<Record<string, string>> = {
  jp: 'ja',
  cn: 'zh',
  // Korea's country code; as a language's it is Kanuri's, of which there are no subtitles.
  kr: 'ko',
  chs: 'zh',
  cht: 'zh',
  yue: 'zh',
  tl: 'tl',
  fil: 'tl',
  tgl: 'tl',
  sh: 'sr',
};

/**
 * The code of ISO 639-1 for what a file says of a language: such a code, one of ISO 639-2 or 639-3, a tag such as `pt-BR`,
 * or the language's name in English or in itself. Undefined where that is none or has no such code.
 */
export function languageCode(said: string): string | undefined {
  const text = said.trim().toLowerCase().slice(0, 60);
  const primary = text.split(/[-_]/)[0]!;
  const written = WRITTEN[primary];
  if (written !== undefined) return written;
  if (/^[a-z]{2,3}$/.test(primary)) {
    const code = canonical(primary);
    if (code !== undefined && isKnown(code)) return code;
  }
  codes ??= nameTable();
  return codes.get(text.replace(/\s*\(.*\)$/, ''));
}

function canonical(tag: string): string | undefined {
  const code = Intl.getCanonicalLocales(tag)[0]?.split('-')[0];
  return code?.length === 2 ? code : undefined;
}

const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

function isKnown(code: string): boolean {
  return english.of(code) !== undefined;
}

function nameTable(): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (const code of [...letters].flatMap((first) => [...letters].map((second) => first + second))) {
    if (!isKnown(code) || canonical(code) !== code) continue;
    const itself = new Intl.DisplayNames([code], { type: 'language', fallback: 'none' });
    for (const name of [english.of(code), itself.of(code)]) {
      if (name !== undefined && !table.has(name.toLowerCase())) table.set(name.toLowerCase(), code);
    }
  }
  return table;
}
