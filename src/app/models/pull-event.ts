import type { Model, ModelFile } from '../../domain/manifest/schema.ts';

/** One file that a pull has to bring. */
export interface PlannedFile {
  readonly model: Model;
  readonly file: ModelFile;
  /** Bytes that an earlier pull has left. */
  readonly kept: number;
}

/** What a pull tells while it works. */
export type PullEvent =
  | { readonly type: 'bundled'; readonly model: Model }
  | {
      readonly type: 'plan';
      readonly files: readonly PlannedFile[];
      readonly bytes: number;
      readonly kept: number;
    }
  | { readonly type: 'waiting'; readonly model: Model; readonly processId: number | undefined }
  | { readonly type: 'file-started'; readonly model: Model; readonly file: ModelFile; readonly at: number }
  /** `at`: bytes of the file that are there. */
  | { readonly type: 'bytes'; readonly model: Model; readonly file: ModelFile; readonly at: number }
  | {
      readonly type: 'retry';
      readonly model: Model;
      readonly file: ModelFile;
      readonly at: number;
      readonly reason: string;
      readonly waitMs: number;
      /** What the server asked for, where that is more than heimdex waits. */
      readonly askedMs: number | undefined;
    }
  | { readonly type: 'restarted'; readonly model: Model; readonly file: ModelFile; readonly reason: string }
  /** `keptAs`: where the file is kept that lay in its place and did not fit. */
  | { readonly type: 'set-aside'; readonly model: Model; readonly file: ModelFile; readonly keptAs: string }
  | { readonly type: 'file-done'; readonly model: Model; readonly file: ModelFile };

export type OnPullEvent = (event: PullEvent) => void;
