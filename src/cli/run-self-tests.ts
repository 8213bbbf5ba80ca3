import type { SelfTestFinding, SelfTestOptions } from '../app/models/self-test-models.ts';
import type { Model } from '../domain/manifest/schema.ts';
import type { Context } from './context.ts';
import type { ModelTools } from './wiring/models.ts';

export interface SelfTestReport {
  readonly findings: readonly SelfTestFinding[];
  /** No model fails: what could only not be recorded, or was skipped for its files, has not failed. */
  readonly passed: boolean;
  /** A line a model. */
  readonly lines: readonly string[];
  /** What to say on stderr of models that fail. */
  readonly warnings: readonly string[];
}

export interface SelfTestChoice {
  /** Models that are whole. */
  readonly models: readonly Model[];
  /** Models that are not, and are told as skipped. */
  readonly skipped?: readonly Model[];
  readonly replace: SelfTestOptions['replace'];
}

/** Runs the self-tests of some models with progress, for the verbs that do. */
export async function runSelfTests(
  context: Context,
  modelTools: ModelTools,
  { models, skipped = [], replace }: SelfTestChoice,
): Promise<SelfTestReport> {
  const { selfTestModels } = await import('../app/models/self-test-models.ts');
  const { isFailedSelfTest, selfTestLine, selfTestWarnings } = await import('./render/self-test-lines.ts');
  const { withSelfTestProgress } = await import('./render/self-test-progress.ts');
  const { selfTestTools } = await import('./wiring/models.ts');
  const tools = await selfTestTools(context, modelTools);
  const tested = await withSelfTestProgress(context, models.length, (onModel) =>
    selfTestModels(models, tools, { replace, onModel }, context.signal),
  );
  const findings = [...tested, ...skipped.map(skippedFinding)];
  const placeOf = (key: string) => tools.records.placeOf(models.find((model) => model.key === key)!);
  return {
    findings,
    passed: !findings.some(isFailedSelfTest),
    lines: findings.map(selfTestLine),
    warnings: selfTestWarnings(findings, placeOf),
  };
}

/** Runs the self-tests of those of some models that are whole and have none recorded with their files. */
export async function runSelfTestsOfUntested(
  context: Context,
  modelTools: ModelTools,
  models: readonly Model[],
): Promise<SelfTestReport> {
  const { findUntested } = await import('../app/models/find-untested.ts');
  const { selfTestTools } = await import('./wiring/models.ts');
  const untested = await findUntested(models, await selfTestTools(context, modelTools));
  return runSelfTests(context, modelTools, { models: untested, replace: 'when-other-files' });
}

function skippedFinding({ key }: Model): SelfTestFinding {
  const note = 'its files are not all right';
  return { model: key, state: 'skipped', cosine: null, expected: null, actual: null, note };
}
