import type { Model, ModelFile } from '../../domain/manifest/schema.ts';
import type { CachedFile } from '../../domain/ports/model-cache.ts';

/** One file that a pull has to bring. */
export interface PlannedFile {
  readonly model: Model;
  readonly file: ModelFile;
  /** Bytes that an earlier pull has left, and that this one goes on from. */
  readonly kept: number;
  /** The file in the cache of another program, from which it can be taken. */
  readonly cached: CachedFile | undefined;
}

/** Some files and their bytes, without those that were here already. */
export interface PullAmount {
  readonly files: number;
  readonly bytes: number;
}

/** What a pull has downloaded, and what it has taken from the cache of another program. */
export interface PullSummary extends PullAmount {
  readonly adopted: PullAmount;
}

/** What a pull tells while it works. */
export type PullEvent =
  | { readonly type: 'bundled'; readonly model: Model }
  | {
      readonly type: 'plan';
      readonly files: readonly PlannedFile[];
      readonly bytes: number;
      readonly kept: number;
      /** Bytes that are not kept, but in the cache of another program. */
      readonly cached: number;
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
  | { readonly type: 'file-done'; readonly model: Model; readonly file: ModelFile }
  /** `from`: absolute path in the cache of another program. */
  | {
      readonly type: 'adopt-started';
      readonly model: Model;
      readonly file: ModelFile;
      readonly at: number;
      readonly from: string;
    }
  | {
      readonly type: 'file-adopted';
      readonly model: Model;
      readonly file: ModelFile;
      readonly from: string;
    }
  | { readonly type: 'not-adopted'; readonly model: Model; readonly file: ModelFile; readonly reason: string }
  | ({ readonly type: 'done' } & PullSummary);

export type OnPullEvent = (event: PullEvent) => void;
