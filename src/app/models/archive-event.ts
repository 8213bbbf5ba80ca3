import type { Model } from '../../domain/manifest/schema.ts';

/** What an export or an import tells while it works. */
export type ArchiveEvent =
  /** What will be written into the archive, or brought into the store; `through`: all bytes that will be gone through. */
  | {
      readonly type: 'plan';
      readonly models: readonly Model[];
      readonly files: number;
      readonly bytes: number;
      readonly through: number;
    }
  /** A model is here whole, or comes with heimdex. */
  | { readonly type: 'passed-over'; readonly model: Model; readonly reason: 'here' | 'bundled' }
  | { readonly type: 'waiting'; readonly model: Model; readonly processId: number | undefined }
  /** A damaged file lay in the place of one that has come, and is kept at this absolute path. */
  | { readonly type: 'set-aside'; readonly model: Model; readonly keptAs: string }
  /** Bytes gone through since the last event. */
  | { readonly type: 'bytes'; readonly bytes: number };

export type OnArchiveEvent = (event: ArchiveEvent) => void;
