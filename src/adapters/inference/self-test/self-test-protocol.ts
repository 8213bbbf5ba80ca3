import type { Model } from '../../../domain/manifest/schema.ts';
import type { TokenizerPlace } from '../../../domain/ports/model-store.ts';
import type { SelfTestOutcome } from '../../../domain/ports/self-tester.ts';

/** What the process of a self-test is asked for: one model, and then it ends. */
export interface SelfTestRequest {
  readonly model: Model;
  /** The absolute path of each of its files, by its path in the manifest. */
  readonly paths: Readonly<Record<string, string>>;
  /** Where a compiled form of each would be kept, were it the tokenizer. */
  readonly tokenizerPlaces: Readonly<Record<string, TokenizerPlace>>;
}

export type SelfTestAnswer =
  | Exclude<SelfTestOutcome, { kind: 'crashed' }>
  /** Not the model's fault but heimdex's. */
  | { readonly kind: 'bug'; readonly stack: string };
