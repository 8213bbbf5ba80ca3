import { Option } from 'commander';
import type { PullOptions, PullTools } from '../../app/models/pull-models.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { AddCommand, Context } from '../context.ts';
import { EXIT_DAMAGED, EXIT_DONE } from '../exit-codes.ts';
import {
  type CommonOptions,
  lockWait,
  transferTimeout,
  wholeNumber,
  withCommonOptions,
  withExamples,
  withModels,
} from '../options.ts';
import type { SelfTestReport } from '../run-self-tests.ts';

interface PullCommandOptions extends CommonOptions {
  readonly profile?: string;
  readonly with?: readonly string[];
  readonly jobs: number;
  readonly timeout: number;
  readonly wait: number;
  readonly dryRun?: true;
  readonly selfTest: boolean;
}

const DEFAULT_PROFILE = 'standard';

/** `heimdex models pull` */
export const addModelsPullCommand: AddCommand = (models, run) => {
  const command = models
    .command('pull')
    .description('download and verify the models that are not here yet')
    .argument('[model...]', 'these models, else those of a profile')
    .option(
      '--profile <name>',
      `the models of a profile (default: ${DEFAULT_PROFILE}, where no model is named)`,
    )
    .addOption(withModels())
    .addOption(
      new Option('--jobs <n>', 'files that are pulled at once').argParser(wholeNumber(1, 16)).default(3),
    )
    .addOption(transferTimeout())
    .addOption(lockWait())
    .option('--dry-run', 'show what would be brought, and from where; nothing is asked for or written')
    .option('--no-self-test', 'do not load and run what was pulled: for machines that only keep the files')
    .action((names: string[], options: PullCommandOptions) =>
      run(options, (context) => pull(names, options, context)),
    );
  withCommonOptions(command, { library: false, longWork: true });
  withExamples(
    command,
    'heimdex models pull',
    'heimdex models pull --profile lite --with speech=whisper-small',
    'heimdex models pull bge-reranker-v2-m3',
    'heimdex models pull --profile max --dry-run',
  );
};

async function pull(
  names: readonly string[],
  options: PullCommandOptions,
  context: Context,
): Promise<number> {
  const { parseAlternative, selectModels } = await import('../../domain/manifest/select-models.ts');
  const { runSelfTestsOfUntested } = await import('../run-self-tests.ts');
  const { isOffline, withModelTools, withPullTools } = await import('../wiring/models.ts');
  const alternatives = new Map((options.with ?? []).map(parseAlternative));
  const profile = options.profile ?? (names.length === 0 ? DEFAULT_PROFILE : undefined);
  return withModelTools(context, async (modelTools) => {
    const models = selectModels(modelTools.manifest, { names, profile, alternatives });
    return withPullTools(context, modelTools, options.timeout * 1000, async (tools) => {
      const offline = isOffline(context);
      if (options.dryRun) return preview(models, tools, offline, context);
      const { jobs, wait, selfTest } = options;
      const test = selfTest ? () => runSelfTestsOfUntested(context, modelTools, models) : undefined;
      return bring(models, tools, { jobs, lockLimitMs: wait * 1000, offline }, context, test);
    });
  });
}

async function bring(
  models: readonly Model[],
  tools: PullTools,
  options: PullOptions,
  context: Context,
  test: (() => Promise<SelfTestReport>) | undefined,
): Promise<number> {
  const { pullModels } = await import('../../app/models/pull-models.ts');
  const { createPullProgress } = await import('../render/pull-progress.ts');
  const progress = createPullProgress(context);
  try {
    const summary = await pullModels(models, tools, options, context.signal, progress.onEvent);
    progress.stop();
    const tested = await test?.();
    if (context.json) {
      const keys = models.map(({ key }) => key);
      const selfTests = tested === undefined ? {} : { selfTests: tested.findings };
      await context.printer.document({ schema: 'heimdex.pull/1', models: keys, ...summary, ...selfTests });
    } else if (!context.progressEvents) {
      for (const line of tested?.lines ?? []) context.printer.note(line);
    }
    for (const line of tested?.warnings ?? []) context.printer.warn(line);
    return tested?.passed === false ? EXIT_DAMAGED : EXIT_DONE;
  } finally {
    progress.stop();
  }
}

async function preview(
  models: readonly Model[],
  tools: PullTools,
  offline: boolean,
  { json, printer }: Context,
): Promise<number> {
  const { previewPull } = await import('../../app/models/preview-pull.ts');
  const { pullPlanDocument, pullPlanTable } = await import('../render/pull-plan.ts');
  const plan = await previewPull(models, tools, { offline });
  const keys = models.map(({ key }) => key);
  if (json) await printer.document(pullPlanDocument(keys, plan));
  else for (const line of pullPlanTable(plan)) await printer.result(line);
  // The plan is told first: it shows what there is no room for.
  if (plan.refusal !== undefined) throw plan.refusal;
  return EXIT_DONE;
}
