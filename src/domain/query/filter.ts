import type { Microseconds } from '../time.ts';

/** What a video, or a part of it, has to be to be looked at; not `isWanted`: what it may not be. */
export type Filter = { readonly column: number; readonly isWanted: boolean } & (
  | { readonly field: 'in'; readonly pattern: string }
  | { readonly field: 'on'; readonly volume: string }
  /** ISO 639-1 code of what is said. */
  | { readonly field: 'lang'; readonly language: string }
  /** Recorded at or after a time, microseconds since 1970 UTC. */
  | { readonly field: 'after'; readonly time: Microseconds }
  /** Recorded before a time. */
  | { readonly field: 'before'; readonly time: Microseconds }
  /** Videos that last longer than this. */
  | { readonly field: 'longer'; readonly length: Microseconds }
  | { readonly field: 'shorter'; readonly length: Microseconds }
);
