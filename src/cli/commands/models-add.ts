import { Option } from 'commander';
import type { AddRequest, AddSummary, AddTools, OnAddEvent } from '../../app/models/add/add-tools.ts';
import type { RepositoryName } from '../../domain/manifest/parse-repository.ts';
import type { AddCommand, Context } from '../context.ts';
import { EXIT_DAMAGED, EXIT_DONE } from '../exit-codes.ts';
import {
  type CommonOptions,
  lockWait,
  transferTimeout,
  wholeNumber,
  withCommonOptions,
  withExamples,
} from '../options.ts';
import type { SelfTestReport } from '../run-self-tests.ts';

interface AddOptions extends CommonOptions {
  readonly name?: string;
  readonly dtype?: string;
  readonly graph?: string;
  readonly licence?: string;
  readonly languages?: string;
  readonly pooling?: string;
  readonly maxTokens?: number;
  readonly set?: readonly string[];
  readonly replace?: true;
  readonly timeout: number;
  readonly wait: number;
}

/** `heimdex models add` */
export const addModelsAddCommand: AddCommand = (models, run) => {
  const command = models
    .command('add')
    .description('add a model of your own: from a folder, or from a repository of the Hub')
    .argument('<role>', 'what it is for: speech, text, image-text, face-detection, …')
    .argument('<source>', 'a folder, a .onnx file, or OWNER/NAME[@REVISION] on the Hub')
    .option('--name <key>', 'what to call it; else made from the name of the folder and the number format')
    .option('--dtype <format>', 'number format: q8, fp32, …, or encoder=fp32,decoder=q8')
    .option('--graph <path>', 'the graph, where there are several and names do not tell')
    .option('--licence <name>', 'the licence of the weights')
    .option('--languages <codes>', 'the languages it knows, such as en,ko, or * for many')
    .option('--pooling <way>', 'how token states become a vector: mean or first')
    .addOption(new Option('--max-tokens <n>', 'the longest input in tokens').argParser(wholeNumber(8, 8192)))
    .addOption(
      new Option('--set <name=value>', 'state a constant of the model').argParser(
        (value: string, earlier: string[] | undefined) => [...(earlier ?? []), value],
      ),
    )
    .option('--replace', 'take the place of a model of the same name')
    .addOption(transferTimeout())
    .addOption(lockWait('brings in'))
    .action((role: string, source: string, options: AddOptions) =>
      run(options, (context) => add(role, source, options, context)),
    );
  withCommonOptions(command, { library: false, longWork: true });
  withExamples(
    command,
    'heimdex models add speech ./whisper-tiny.en',
    'heimdex models add text Xenova/all-MiniLM-L6-v2 --dtype q8 --pooling mean --languages en',
    'heimdex models add face-recognition ./my-faces.onnx --set samePersonCosine=0.4',
  );
};

async function add(role: string, source: string, options: AddOptions, context: Context): Promise<number> {
  const { findLocalModel, withAddTools } = await import('../wiring/models-add.ts');
  const request = await toRequest(role, options);
  const local = await findLocalModel(context, source);
  if (local === undefined) {
    const { parseRepository } = await import('../../domain/manifest/parse-repository.ts');
    const name = parseRepository(source);
    return withAddTools(context, (tools) => addRepository(request, name, options, tools, context));
  }
  const { addFromFolder } = await import('../../app/models/add/add-from-folder.ts');
  const { folder, graph } = local;
  return withAddTools(context, (tools) =>
    withReport(context, tools, (onEvent) =>
      addFromFolder({ ...request, graph: graph ?? request.graph }, folder, tools, context.signal, onEvent),
    ),
  );
}

async function addRepository(
  request: AddRequest,
  name: RepositoryName,
  { timeout, wait }: AddOptions,
  tools: AddTools,
  context: Context,
): Promise<number> {
  const { addFromHub } = await import('../../app/models/add/add-from-hub.ts');
  const { createPullProgress } = await import('../render/pull-progress.ts');
  const { withHubTools } = await import('../wiring/models-add.ts');
  const pulling = createPullProgress(context);
  try {
    return await withHubTools(context, tools, { timeout, wait, onPull: pulling.onEvent }, (hub) =>
      withReport(context, tools, (onEvent) =>
        addFromHub(request, name, tools, hub, context.signal, (event) => {
          pulling.stop();
          onEvent(event);
        }),
      ),
    );
  } finally {
    pulling.stop();
  }
}

async function toRequest(roleName: string, options: AddOptions): Promise<AddRequest> {
  const { parseConstant } = await import('../../domain/manifest/infer/complete-config.ts');
  const { parseRole } = await import('../../domain/manifest/select-models.ts');
  const role = parseRole(roleName);
  const { name, dtype, graph, licence, languages, pooling, maxTokens } = options;
  const shorthands = Object.entries({ languages, pooling, maxTokens }).filter(
    ([, value]) => value !== undefined,
  );
  const constants = [...(options.set ?? []), ...shorthands.map(([key, value]) => `${key}=${value}`)];
  const stated = new Map(constants.map((text) => parseConstant(role, text)));
  return { role, name, dtype, graph, licence, stated, replace: options.replace === true };
}

/** Shows progress, then the result; or what would change, where that is the reason to end. */
async function withReport(
  context: Context,
  { builtIn: manifest, store }: AddTools,
  work: (onEvent: OnAddEvent) => Promise<AddSummary>,
): Promise<number> {
  const { ModelDiffers } = await import('../../app/models/add/require-free-key.ts');
  const { createAddProgress } = await import('../render/add-progress.ts');
  const { runSelfTestsOfUntested } = await import('../run-self-tests.ts');
  const { differenceLines } = await import('../render/difference-lines.ts');
  const progress = await createAddProgress(context);
  try {
    const summary = await work(progress.onEvent);
    progress.stop();
    const tested = await runSelfTestsOfUntested(context, { manifest, store }, [summary.model]);
    await report(context, summary, store.folderOf(summary.model), tested);
    return tested.passed ? EXIT_DONE : EXIT_DAMAGED;
  } catch (error) {
    progress.stop();
    if (error instanceof ModelDiffers && !context.json) {
      for (const line of differenceLines(error.key, error.differences)) context.printer.warn(line);
    }
    throw error;
  } finally {
    progress.stop();
  }
}

async function report(
  { json, printer, progressEvents }: Context,
  { model, outcome, brought }: AddSummary,
  folder: string,
  tested: SelfTestReport,
): Promise<void> {
  const { addedLine } = await import('../render/added-line.ts');
  if (json) {
    const { key, role, dtype, files, licence } = model;
    const { revision } = model.source;
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const paths = brought.map(({ path }) => path);
    await printer.document({
      schema: 'heimdex.add/1',
      key,
      role,
      revision,
      dtype,
      licence,
      outcome,
      folder,
      bytes,
      files,
      brought: paths,
      selfTests: tested.findings,
    });
  } else {
    await printer.result(addedLine(outcome, model));
    if (!progressEvents) for (const line of tested.lines) printer.note(line);
  }
  for (const line of tested.warnings) printer.warn(line);
}
