import type { AddTools } from '../../app/models/add/add-tools.ts';
import type { HubTools } from '../../app/models/add/hub-tools.ts';
import type { PlannedLock } from '../../app/models/lock/plan-lock.ts';
import type { AddCommand, Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import {
  type CommonOptions,
  lockWait,
  transferTimeout,
  withCommonOptions,
  withExamples,
} from '../options.ts';

interface LockOptions extends CommonOptions {
  readonly update?: true;
  readonly revision?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly timeout: number;
  readonly wait: number;
}

/** `heimdex models lock` */
export const addModelsLockCommand: AddCommand = (models, run) => {
  const command = models
    .command('lock')
    .description('pin commit and digests of the models in your own manifest')
    .argument('[model...]', 'these models, else all that are not pinned yet')
    .option('--update', 'resolve pinned models again, to the newest commit')
    .option('--revision <name>', 'with --update: the branch, tag or commit to resolve (default: main)')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--yes', 'change pins without asking')
    .addOption(transferTimeout())
    .addOption(lockWait())
    .action((names: string[], options: LockOptions) =>
      run(options, (context) => lock(names, options, context)),
    );
  withCommonOptions(command, { library: false });
  withExamples(command, 'heimdex models lock', 'heimdex models lock my-model --update --dry-run');
};

async function lock(names: readonly string[], options: LockOptions, context: Context): Promise<number> {
  const { planLock } = await import('../../app/models/lock/plan-lock.ts');
  const { withAddTools, withHubTools } = await import('../wiring/models-add.ts');
  const update = await revisionOf(options);
  const { timeout, wait } = options;
  return withAddTools(context, (tools) =>
    withHubTools(context, tools, { timeout, wait, onPull: () => {} }, async (hub) => {
      const planned = await planLock({ names, update }, tools, hub, context.signal);
      if (!context.json) await show(planned, context);
      const changing = planned.filter(({ differences }) => differences.length > 0);
      const write = changing.length > 0 && options.dryRun !== true;
      if (write) await change(changing, options, tools, hub, context);
      if (context.json) await context.printer.document(toDocument(planned, write));
      return EXIT_DONE;
    }),
  );
}

async function revisionOf({ update, revision }: LockOptions): Promise<string | undefined> {
  const { HeimdexError } = await import('../../domain/errors.ts');
  const { isRevision } = await import('../../domain/manifest/names.ts');
  if (revision !== undefined && update !== true) {
    throw new HeimdexError('usage', '--revision is for pins that are made again', { hint: 'add --update' });
  }
  if (revision !== undefined && !isRevision(revision)) {
    throw new HeimdexError('usage', `${revision} can't be a commit, branch or tag`, { hint: 'such as main' });
  }
  return update === true ? (revision ?? 'main') : undefined;
}

async function show(planned: readonly PlannedLock[], { printer }: Context): Promise<void> {
  const { differenceLines } = await import('../render/difference-lines.ts');
  if (planned.length === 0) printer.note('nothing to lock: every model is pinned');
  for (const { model, differences } of planned) {
    if (differences.length === 0) await printer.result(`${model.key}: pinned to what the Hub has`);
    else for (const line of differenceLines(model.key, differences)) await printer.result(line);
  }
}

/** Missing digests are filled in at once; a pin that changes wants consent. */
async function change(
  changing: readonly PlannedLock[],
  { yes }: LockOptions,
  tools: AddTools,
  hub: HubTools,
  context: Context,
): Promise<void> {
  const { applyLock } = await import('../../app/models/lock/apply-lock.ts');
  const { HeimdexError } = await import('../../domain/errors.ts');
  const { ask, canAsk } = await import('../ask.ts');
  const { counted } = await import('../render/counted.ts');
  const changed = changing.filter(({ changesPin }) => changesPin).map(({ model }) => model.key);
  if (changed.length > 0 && yes !== true) {
    const what = `the pins of ${changed.join(', ')} would change`;
    const agreed = canAsk(context) && (await ask(context, 'change these pins?'));
    if (!agreed)
      throw new HeimdexError('usage', `${what}: nothing was written`, { hint: 'run it again with --yes' });
  }
  await applyLock(changing, tools, hub, context.signal);
  context.printer.note(`pinned ${counted(changing.length, 'model')} in ${tools.userManifest.path}`);
}

function toDocument(planned: readonly PlannedLock[], written: boolean): object {
  return {
    schema: 'heimdex.lock/1',
    written,
    models: planned.map(({ model, differences, changesPin }) => ({
      key: model.key,
      repo: model.source.kind === 'hub' ? model.source.repo : null,
      revision: model.source.revision,
      changesPin,
      differences,
    })),
  };
}
