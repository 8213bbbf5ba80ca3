import { z } from 'zod';
import type { StreamFacts } from '../../domain/ports/speech.ts';
import { languageCode } from '../../domain/speech/language-code.ts';
import { splitStreams } from './split-streams.ts';

/** The kinds of streams that say something. */
export type StreamKind = 'audio' | 'subtitle';

const answer = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      disposition: z.object({ default: z.number() }).optional(),
      // Matroska's tags are what the file's maker wrote, also in their case.
      tags: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/**
 * The streams of one kind in ffprobe's JSON.
 *
 * @throws where the JSON is not ffprobe's
 */
export function listStreamsInJson(text: string, kind: StreamKind): StreamFacts[] {
  return answer
    .parse(JSON.parse(text))
    .streams.filter((stream) => stream.codec_type === kind)
    .map(({ tags = {}, disposition }, index) => {
      const tag = (name: string) => tags[Object.keys(tags).find((key) => key.toLowerCase() === name) ?? ''];
      return {
        index,
        language: languageCode(tag('language') ?? ''),
        title: tidy(tag('title')),
        isDefault: disposition?.default === 1,
      };
    });
}

/** The same from the text that `ffmpeg -i` prints. */
export function listStreamsInText(text: string, kind: StreamKind): StreamFacts[] {
  return splitStreams(text)
    .filter((stream) => stream.kind.toLowerCase() === kind)
    .map((stream, index) => {
      const line = stream.text.split('\n')[0]!;
      return {
        index,
        language: languageCode(line.match(/^Stream #0:\d+(?:\[0x[0-9a-f]+\])?\(([^)]*)\)/)?.[1] ?? ''),
        title: titleIn(stream.text),
        isDefault: line.includes('(default)'),
      };
    });
}

/** ffmpeg begins the further lines of a text with spaces and a colon, so that nothing in it looks like a stream. */
function titleIn(text: string): string | undefined {
  const lines = text.match(/^ {6}title {11}: (.*(?:\n {22}: .*)*)/im)?.[1];
  return tidy(lines?.replace(/\n {22}: /g, '\n'));
}

/** In one line; undefined where nothing is left. */
function tidy(title: string | undefined): string | undefined {
  return title?.replace(/\s+/g, ' ').trim() || undefined;
}
