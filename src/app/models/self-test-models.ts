import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type {
  FoundRecord,
  SelfTester,
  SelfTestOutcome,
  SelfTestRecordStore,
} from '../../domain/ports/self-tester.ts';
import {
  compareOutputs,
  MIN_COSINE,
  MIN_COSINE_OF_OTHER_FILES,
} from '../../domain/self-test/compare-outputs.ts';
import { digestsOf, isOfFiles, type SelfTestRecord } from '../../domain/self-test/self-test-record.ts';

export interface SelfTestTools {
  readonly store: ModelStore;
  readonly tester: SelfTester;
  readonly records: SelfTestRecordStore;
}

/**
 * `works`: as recorded. `recorded`: right in itself, and written down now. `unrecorded`: right in itself, but it could
 * not be written down. `differs`: not what was recorded. `fails`: it can't be loaded or run, or gives nonsense.
 * `crashed`: the runtime did not come back. `skipped`: its files are not all right, so it was not loaded.
 */
export type SelfTestState = 'works' | 'recorded' | 'unrecorded' | 'differs' | 'fails' | 'crashed' | 'skipped';

export interface SelfTestFinding {
  readonly model: string;
  readonly state: SelfTestState;
  /** The least cosine with the record; null where nothing was compared. */
  readonly cosine: number | null;
  readonly expected: string | null;
  readonly actual: string | null;
  /** What else there is to say, such as why the model fails or what became of an earlier record. */
  readonly note: string | null;
}

export interface SelfTestOptions {
  /**
   * `when-other-files`: the files have just been brought on purpose, so a record of others gives way. `never`: a record
   * that can be read is what the model is held to, whatever files it was made with.
   */
  readonly replace: 'never' | 'when-other-files';
  readonly onModel?: (model: Model, finding: SelfTestFinding | undefined) => void;
}

/**
 * Loads each of some models, one after the other, runs its fixed input, and compares what it gives with
 * what was recorded when its files were brought; where there is no record, makes it.
 *
 * @param options.onModel called before each model, and after it with what was found
 * @throws HeimdexError `interrupted`
 */
export async function selfTestModels(
  models: readonly Model[],
  tools: SelfTestTools,
  options: SelfTestOptions,
  signal: AbortSignal,
): Promise<SelfTestFinding[]> {
  const findings: SelfTestFinding[] = [];
  for (const model of models) {
    throwIfInterrupted(signal);
    options.onModel?.(model, undefined);
    const finding = await selfTest(model, tools, options, signal);
    options.onModel?.(model, finding);
    findings.push(finding);
  }
  return findings;
}

const OTHER_FILES = 'recorded with other files';

async function selfTest(
  model: Model,
  { store, tester, records }: SelfTestTools,
  { replace }: SelfTestOptions,
  signal: AbortSignal,
): Promise<SelfTestFinding> {
  const outcome = await run(model, store, tester, signal);
  if (outcome.kind !== 'ran') {
    return finding(model, outcome.kind === 'failed' ? 'fails' : 'crashed', { note: outcome.reason });
  }
  const { runtime, outputs } = outcome;
  const found = await records.read(model);
  const earlier = found.kind === 'record' ? found.record : undefined;
  const ofTheseFiles = earlier !== undefined && isOfFiles(earlier, model);
  if (earlier === undefined || (replace === 'when-other-files' && !ofTheseFiles)) {
    const record = { runtime, files: digestsOf(model), outputs: [...outputs] };
    return recordNow(model, found, records, record as SelfTestRecord);
  }
  const least = ofTheseFiles ? MIN_COSINE : MIN_COSINE_OF_OTHER_FILES;
  const comparison = compareOutputs(earlier.outputs, outputs, least);
  if (comparison.same) {
    const note = ofTheseFiles ? null : OTHER_FILES;
    return finding(model, 'works', { cosine: comparison.cosine!, note });
  }
  return finding(model, 'differs', {
    cosine: comparison.cosine ?? null,
    expected: `${comparison.output}: ${comparison.expected}`,
    actual: comparison.actual!,
    note: circumstances(earlier.runtime, runtime, ofTheseFiles),
  });
}

/** A model that the store does not give out, or takes back, fails like one that the runtime refuses. */
async function run(
  model: Model,
  store: ModelStore,
  tester: SelfTester,
  signal: AbortSignal,
): Promise<SelfTestOutcome> {
  try {
    const opened = await store.open(model, signal);
    const outcome = await tester.run(opened, signal);
    await opened.confirm();
    return outcome;
  } catch (error) {
    if (!(error instanceof HeimdexError) || !UNUSABLE.has(error.code)) throw error;
    return { kind: 'failed', reason: error.message };
  }
}

const UNUSABLE: ReadonlySet<string> = new Set(['model-missing', 'model-damaged']);

async function recordNow(
  model: Model,
  found: FoundRecord,
  records: SelfTestRecordStore,
  record: SelfTestRecord,
): Promise<SelfTestFinding> {
  const refused = await records.write(model, record);
  if (refused !== undefined) return finding(model, 'unrecorded', { note: refused });
  const before = {
    none: null,
    broken: 'the earlier record could not be read and is replaced',
    record: 'replaces the record of other files',
  };
  return finding(model, 'recorded', { note: before[found.kind] });
}

/** What may explain a difference. */
function circumstances(then: string, now: string, ofTheseFiles: boolean): string | null {
  const parts = [
    ...(ofTheseFiles ? [] : [OTHER_FILES]),
    ...(then === now ? [] : [`recorded with ${then}, now ${now}`]),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

function finding(
  model: Model,
  state: SelfTestState,
  details: Partial<Omit<SelfTestFinding, 'model' | 'state'>> = {},
): SelfTestFinding {
  return { model: model.key, state, cosine: null, expected: null, actual: null, note: null, ...details };
}
