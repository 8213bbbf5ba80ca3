import type { Transcript } from '../../app/read-transcript.ts';
import { printable } from '../../domain/printable.ts';
import type { Segment } from '../../domain/speech/segment.ts';
import { formatTime, toSeconds } from '../../domain/time.ts';
import { toSrt, toVtt } from './cues.ts';
import { plainText } from './plain-text.ts';

export const TRANSCRIPT_FORMATS = ['txt', 'srt', 'vtt'] as const;

export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/** A transcript in one of the forms, with a line break at its end. */
export function transcriptText({ segments }: Transcript, format: TranscriptFormat): string {
  if (format === 'srt') return toSrt(segments);
  if (format === 'vtt') return toVtt(segments);
  return segments.map((segment) => `${toLine(segment)}\n`).join('');
}

/** A line break of a subtitle is a blank here. */
function toLine({ start, text }: Segment): string {
  return `${formatTime(start)}  ${plainText(text).replace(/\s*\n\s*/g, ' ')}`;
}

/** Says why a transcript is empty. */
export function silenceNote({ places, isHeard }: Pick<Transcript, 'places' | 'isHeard'>): string {
  const why = isHeard
    ? 'nothing was heard in it, and no subtitles were read'
    : 'it has no subtitles, and was not listened to, as no model for speech was installed';
  return printable(`${places[0]!.path}: ${why}`);
}

/** The JSON form, docs/cli.md "transcript". Times in seconds. */
export function transcriptDocument(transcript: Transcript, library: string): unknown {
  const { places, source, language, segments, others } = transcript;
  return {
    schema: 'heimdex.transcript/1',
    library,
    places,
    source: source ?? null,
    language: language ?? null,
    others: others.map((other) => ({ source: other.source, language: other.language ?? null })),
    segments: segments.map((segment) => ({
      start: toSeconds(segment.start),
      end: toSeconds(segment.end),
      text: segment.text,
      language: segment.language ?? null,
      confidence: segment.confidence ?? null,
      words: segment.words.map((word) => ({
        text: word.text,
        start: toSeconds(word.start),
        end: toSeconds(word.end),
        confidence: word.confidence,
      })),
    })),
  };
}
