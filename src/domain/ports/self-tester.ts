import type { Model } from '../manifest/schema.ts';
import type { SelfTestRecord } from '../self-test/self-test-record.ts';
import type { TestedOutput } from '../self-test/tested-output.ts';
import type { OpenedModel } from './model-store.ts';

/** How a model took its fixed input. */
export type SelfTestOutcome =
  | {
      readonly kind: 'ran';
      /** What ran it, for people: name and version of the runtime, system and processor. */
      readonly runtime: string;
      /** Always in the same order. */
      readonly outputs: readonly TestedOutput[];
    }
  /** It can't be loaded or run, or what it gives can't be right. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** The process it ran in was ended by the system, or gave no answer in time. */
  | { readonly kind: 'crashed'; readonly reason: string };

/** Runs models on fixed inputs, apart from heimdex itself: whatever happens there comes back as an outcome. */
export interface SelfTester {
  /** @throws HeimdexError `interrupted` */
  run(opened: OpenedModel, signal: AbortSignal): Promise<SelfTestOutcome>;
}

export type FoundRecord =
  | { readonly kind: 'none' }
  /** Something lies there that is no record, or one of another form. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'record'; readonly record: SelfTestRecord };

/** Where the outcomes of self-tests are kept, one a model and revision. */
export interface SelfTestRecordStore {
  /** Where the record of a model lies, for people. */
  placeOf(model: Model): string;
  read(model: Model): Promise<FoundRecord>;
  /** Writes or replaces a record. A place that can't be written is no error: why is returned, else undefined. */
  write(model: Model, record: SelfTestRecord): Promise<string | undefined>;
}
