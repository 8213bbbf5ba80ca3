import type { Microseconds } from '../time.ts';

/** What a subtitle file shows at once, as the file says it: its times may be wrong. */
export interface Cue {
  /** Counted from the file's own zero. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Plain text: no markup, each line trimmed and with something to read; at least one. */
  readonly lines: readonly string[];
}

export interface ParsedSubtitles {
  readonly format: 'srt' | 'vtt' | 'ass';
  /** In the order of the file. */
  readonly cues: readonly Cue[];
  /** What the file itself says of its language, as it says it. */
  readonly language: string | undefined;
}
