import { composed } from '../../domain/speech/fold-text.ts';
import type { Segment, Word } from '../../domain/speech/segment.ts';

export interface SegmentRow {
  start_us: number;
  end_us: number;
  text: string;
  language: string | null;
  confidence: number | null;
  source: Segment['source'];
  words: string | null;
}

export const SEGMENT_COLUMNS = 'start_us, end_us, text, language, confidence, source, words';

/** A segment as it is stored. */
export function toSegmentRow(segment: Segment): SegmentRow {
  const { start, end, text, language, confidence, source, words } = segment;
  const compact = words.map((word) => [composed(word.text), word.start, word.end, word.confidence]);
  return {
    start_us: start,
    end_us: end,
    text: composed(text),
    language: language ?? null,
    confidence: confidence ?? null,
    source,
    words: words.length === 0 ? null : JSON.stringify(compact),
  };
}

/** A stored segment; `verify` tells where its words are no JSON, and it has none then. */
export function fromSegmentRow(row: SegmentRow): Segment {
  return {
    start: row.start_us,
    end: row.end_us,
    text: row.text,
    language: row.language ?? undefined,
    confidence: row.confidence ?? undefined,
    source: row.source,
    words: row.words === null ? [] : readWords(row.words),
  };
}

function readWords(json: string): Word[] {
  let rows: unknown;
  try {
    rows = JSON.parse(json);
  } catch {
    return [];
  }
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown) => {
    if (!Array.isArray(row)) return [];
    const [text, start, end, confidence] = row as unknown[];
    const isWord =
      typeof text === 'string' && [start, end, confidence].every((value) => typeof value === 'number');
    return isWord
      ? [{ text, start: start as number, end: end as number, confidence: confidence as number }]
      : [];
  });
}
