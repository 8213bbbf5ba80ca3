import type { RgbImage } from '../../domain/frame.ts';
import type { ImageTextConfig } from '../../domain/manifest/schema.ts';

/** What the worker is started with. */
export interface ImageWorkerData {
  readonly graphPath: string;
  readonly name: string;
  readonly config: ImageTextConfig;
  readonly threads: number;
}

export interface EmbedRequest {
  readonly id: number;
  readonly images: readonly RgbImage[];
}

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly batchSize: number }
  | {
      readonly kind: 'vectors';
      readonly id: number;
      readonly vectors: readonly Float32Array[];
      readonly busyMs: number;
    }
  /** `id` is absent where the model could not be opened. */
  | {
      readonly kind: 'failed';
      readonly id?: number;
      readonly code?: string;
      readonly message: string;
      readonly hint?: string;
    };
