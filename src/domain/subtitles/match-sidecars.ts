import { kindOfName } from '../media-kind.ts';
import { namedLanguage } from './named-language.ts';

/** A subtitle file by its name. */
export interface Sidecar {
  readonly name: string;
  /** ISO 639-1, where the name says it. */
  readonly language: string | undefined;
}

const ENDING = /\.(?:srt|vtt|ass|ssa)$/i;

/** Marks that are no language, `hi` only where a language stands beside it: it is Hindi's code too. */
const HEARING_IMPAIRED = 'hi';

/** Whether a file is a subtitle file by its name: it is read with the video beside it, and is nothing by itself. */
export function isSidecarName(name: string): boolean {
  return ENDING.test(name);
}

/**
 * Which subtitle files of a folder belong to which media files. One belongs to the file whose name, with or without its
 * ending, is the longest that the subtitle file's name begins with; a dot must follow. So `a.b.srt` is that of `a.b.mp4`
 * where there is one, else that of `a.mp4`, and both `a.mp4` and `a.mkv` have `a.srt`. What stands between may name the
 * language.
 *
 * @param names all names in the folder
 */
export function matchSidecars(names: readonly string[]): ReadonlyMap<string, readonly Sidecar[]> {
  const owners = new Map<string, string[]>();
  const add = (key: string, media: string) => owners.set(key, [...(owners.get(key) ?? []), media]);
  for (const name of names) {
    if (kindOfName(name) === undefined) continue;
    add(name, name);
    add(name.slice(0, name.lastIndexOf('.')), name);
  }
  const matched = new Map<string, Sidecar[]>();
  for (const name of names) {
    if (!isSidecarName(name)) continue;
    const key = longestKey(name.replace(ENDING, ''), owners);
    if (key === undefined) continue;
    const sidecar = { name, language: languageIn(name.slice(key.length).replace(ENDING, '')) };
    for (const media of owners.get(key)!) {
      const sidecars = matched.get(media);
      if (sidecars === undefined) matched.set(media, [sidecar]);
      else sidecars.push(sidecar);
    }
  }
  return matched;
}

function longestKey(base: string, owners: ReadonlyMap<string, unknown>): string | undefined {
  for (let key = base; ; ) {
    if (owners.has(key)) return key;
    const dot = key.lastIndexOf('.');
    if (dot <= 0) return undefined;
    key = key.slice(0, dot);
  }
}

/** @param tags such as `.en.forced` */
function languageIn(tags: string): string | undefined {
  const words = tags.split('.').filter(Boolean);
  const found = words.filter((word) => namedLanguage(word) !== undefined);
  const spoken = found.filter((word) => word.toLowerCase() !== HEARING_IMPAIRED);
  const word = spoken[0] ?? found[0];
  return word === undefined ? undefined : namedLanguage(word);
}
