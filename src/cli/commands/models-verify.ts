import { Option } from 'commander';
import type { VerifiedFile } from '../../app/models/verify-models.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { AddCommand, Context } from '../context.ts';
import { EXIT_DAMAGED, EXIT_DONE, EXIT_MODEL_MISSING } from '../exit-codes.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';
import type { ModelTools } from '../wiring/models.ts';

interface VerifyCommandOptions extends CommonOptions {
  readonly profile?: string;
  readonly quick?: true;
  readonly deep?: true;
}

/** `heimdex models verify` */
export const addModelsVerifyCommand: AddCommand = (models, run) => {
  const command = models
    .command('verify')
    .description('check size and digest of every file of the models; needs no network')
    .argument('[model...]', 'these models, else all of which something is here')
    .option('--profile <name>', 'the models of a profile')
    .option('--quick', 'do not read files that are untouched since the last full check')
    .addOption(
      new Option(
        '--deep',
        'also load and run each model, and compare with what it gave when it was pulled',
      ).conflicts('quick'),
    )
    .action((names: string[], options: VerifyCommandOptions) =>
      run(options, (context) => verify(names, options, context)),
    );
  withCommonOptions(command, { library: false, longWork: true });
  withExamples(
    command,
    'heimdex models verify',
    'heimdex models verify --profile standard --quick --json',
    'heimdex models verify --deep whisper-small',
  );
};

async function verify(
  names: readonly string[],
  options: VerifyCommandOptions,
  context: Context,
): Promise<number> {
  const { verifyModels } = await import('../../app/models/verify-models.ts');
  const { withModelTools } = await import('../wiring/models.ts');
  const { withByteProgress } = await import('../render/byte-progress.ts');
  const work = async (tools: ModelTools): Promise<number> => {
    const { chosen, nothingPulled } = await choose(names, options, tools);
    const total = chosen.flatMap((model) => model.files).reduce((sum, file) => sum + file.bytes, 0);
    const files = await withByteProgress(context, total, (onBytes) =>
      verifyModels(chosen, tools.store, { quick: options.quick === true, onBytes }, context.signal),
    );
    const filesExit = nothingPulled ? Math.max(EXIT_MODEL_MISSING, exitOf(files)) : exitOf(files);
    const deep = options.deep === true ? await runDeep(chosen, files, tools, context) : undefined;
    const exit = deep?.passed === false ? EXIT_DAMAGED : filesExit;
    if (context.json) {
      const selfTests = deep === undefined ? {} : { selfTests: deep.findings };
      const ok = exit === EXIT_DONE;
      await context.printer.document({ schema: 'heimdex.verify/1', ok, files, ...selfTests });
    } else {
      await printLines(files, context);
      for (const line of deep?.lines ?? []) await context.printer.result(line);
    }
    if (nothingPulled)
      context.printer.warn('heimdex: no model has been pulled yet\ntry: heimdex models pull');
    else if (filesExit !== EXIT_DONE) await warnOfFaults(files, chosen, context);
    for (const line of deep?.warnings ?? []) context.printer.warn(line);
    return exit;
  };
  return withModelTools(context, work, { willHash: options.quick !== true });
}

/** Runs the models whose files are all right; the others are told as skipped. */
async function runDeep(
  chosen: readonly Model[],
  files: readonly VerifiedFile[],
  tools: ModelTools,
  context: Context,
) {
  const { runSelfTests } = await import('../run-self-tests.ts');
  const faulty = new Set(files.filter(isFault).map(({ model }) => model));
  return runSelfTests(context, tools, {
    models: chosen.filter(({ key }) => !faulty.has(key)),
    skipped: chosen.filter(({ key }) => faulty.has(key)),
    replace: 'never',
  });
}

/** Without a choice: every model of which something is here, and those that came with heimdex. */
async function choose(
  names: readonly string[],
  { profile }: VerifyCommandOptions,
  { manifest, store }: ModelTools,
) {
  const { modelsOf } = await import('../../domain/manifest/models-of.ts');
  const { selectModels } = await import('../../domain/manifest/select-models.ts');
  if (names.length > 0 || profile !== undefined) {
    return { chosen: selectModels(manifest, { names, profile }), nothingPulled: false };
  }
  const { listModels } = await import('../../app/models/list-models.ts');
  const listed = await listModels(modelsOf(manifest), store);
  const chosen = listed.filter(({ model, state }) => model.source.kind === 'bundled' || state !== 'missing');
  const models = chosen.map(({ model }) => model);
  return { chosen: models, nothingPulled: models.every(({ source }) => source.kind === 'bundled') };
}

/** An extra file harms nothing: no model is loaded from a file that its manifest does not name. */
function exitOf(files: readonly VerifiedFile[]): number {
  if (files.some(({ state }) => state === 'size' || state === 'hash')) return EXIT_DAMAGED;
  return files.some(({ state }) => state === 'missing') ? EXIT_MODEL_MISSING : EXIT_DONE;
}

function isFault({ state }: VerifiedFile): boolean {
  return state !== 'ok' && state !== 'extra';
}

async function printLines(files: readonly VerifiedFile[], { printer }: Context): Promise<void> {
  const { printable } = await import('../../domain/printable.ts');
  for (const { model, path, state, expected, actual } of files) {
    const said = expected === null ? (actual ?? '') : `expected ${expected}, got ${actual}`;
    const difference = said === '' ? '' : `  ${said}`;
    await printer.result(printable(`${state.padEnd(7)}  ${model}/${path}${difference}`));
  }
}

async function warnOfFaults(
  files: readonly VerifiedFile[],
  chosen: readonly Model[],
  { printer }: Context,
): Promise<void> {
  const { mendingCommand } = await import('../../domain/manifest/mending-command.ts');
  const { printable } = await import('../../domain/printable.ts');
  const faulty = files.filter(isFault);
  const keys = [...new Set(faulty.map(({ model }) => model))];
  const names = faulty.map(({ model, path, state }) => `${model}/${path} (${state})`);
  const shown =
    names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  printer.warn(
    `heimdex: ${names.length === 1 ? '1 file does' : `${names.length} files do`} not fit: ${printable(shown)}`,
  );
  const models = chosen.filter(({ key }) => keys.includes(key));
  const unpullable = models.find(({ source }) => source.kind !== 'hub');
  printer.warn(
    `try: ${unpullable === undefined ? `heimdex models pull ${keys.join(' ')}` : mendingCommand(unpullable)}`,
  );
}
