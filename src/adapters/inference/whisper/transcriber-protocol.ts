import type { SpeechConfig } from '../../../domain/manifest/schema.ts';
import type { Utterance } from '../../../domain/ports/speech.ts';

/** Which model a transcriber's process opens: the first thing that it is told. */
export interface TranscriberModel {
  /** The model's key. */
  readonly name: string;
  readonly config: SpeechConfig;
  /** The absolute path of each of its files, by its path in the manifest. */
  readonly paths: Readonly<Record<string, string>>;
  /** Threads inside one operation; 0 lets the runtime choose. */
  readonly threads: number;
}

export type TranscriberRequest =
  | { readonly kind: 'open'; readonly model: TranscriberModel }
  | {
      readonly kind: 'transcribe' | 'languages';
      readonly id: number;
      readonly utterance: Utterance;
      readonly language: string | undefined;
    }
  | { readonly kind: 'cancel'; readonly id: number };

export type TranscriberAnswer =
  | { readonly kind: 'ready' }
  /** The value is what the port's function of that name gives. */
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown; readonly busyMs: number }
  /** `id` is absent where the model could not be opened. */
  | {
      readonly kind: 'failed';
      readonly id?: number;
      readonly code?: string;
      readonly message: string;
      readonly hint?: string;
    };
