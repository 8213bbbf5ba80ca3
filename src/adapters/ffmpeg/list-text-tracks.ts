import { languageCode } from '../../domain/speech/language-code.ts';

/** A subtitle track as ffmpeg describes it. */
export interface TextTrack {
  /** Its number among the subtitle tracks, from 0. */
  readonly index: number;
  /** ffmpeg's name of how it is coded. */
  readonly codec: string;
  readonly language: string | undefined;
  readonly title: string | undefined;
}

const TRACK = /^Stream #0:\d+.*?: Subtitle: (\w+)/;
const LANGUAGE = /^Stream #0:\d+(?:\[0x[0-9a-f]+\])?\(([\w-]+)\)/;

/** ffmpeg begins the further lines of a text with spaces and a colon, so that nothing in it looks like a track. */
const TITLE = /^ {6}title {11}: (.*(?:\n {22}: .*)*)/im;

/** The subtitle tracks in the text that `ffmpeg -i` prints. */
export function listTextTracks(text: string): TextTrack[] {
  return text
    .split(/^ {2}(?=Stream #0:)/m)
    .slice(1)
    .flatMap((part) => {
      const codec = part.match(TRACK)?.[1];
      return codec === undefined ? [] : [{ part, codec }];
    })
    .map(({ part, codec }, index) => ({
      index,
      codec,
      language: languageCode(part.match(LANGUAGE)?.[1] ?? ''),
      title: titleIn(part),
    }));
}

function titleIn(part: string): string | undefined {
  const [, title = ''] = part.match(TITLE) ?? [];
  return (
    title
      .replace(/\n {22}: /g, ' ')
      .replace(/\s+/g, ' ')
      .trim() || undefined
  );
}
