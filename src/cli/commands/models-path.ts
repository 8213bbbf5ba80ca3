import type { AddCommand, Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

interface PathOptions extends CommonOptions {
  readonly profile?: string;
}

/** `heimdex models path` */
export const addModelsPathCommand: AddCommand = (models, run) => {
  const command = models
    .command('path')
    .description('print the folder of each model, whether it is there or not')
    .argument('[model...]', 'only these models, else all')
    .option('--profile <name>', 'only the models of a profile')
    .action((names: string[], options: PathOptions) =>
      run(options, (context) => printPaths(names, options, context)),
    );
  withCommonOptions(command, { library: false });
  withExamples(command, 'heimdex models path whisper-small');
};

async function printPaths(names: readonly string[], options: PathOptions, context: Context): Promise<number> {
  const { listModels } = await import('../../app/models/list-models.ts');
  const { modelsOf } = await import('../../domain/manifest/models-of.ts');
  const { selectModels } = await import('../../domain/manifest/select-models.ts');
  const { printable } = await import('../../domain/printable.ts');
  const { withModelTools } = await import('../wiring/models.ts');
  return withModelTools(context, async ({ manifest, store }) => {
    const all = names.length === 0 && options.profile === undefined;
    const chosen = all ? modelsOf(manifest) : selectModels(manifest, { names, profile: options.profile });
    if (context.json) {
      const paths = (await listModels(chosen, store)).map(({ model, state }) => ({
        key: model.key,
        folder: store.folderOf(model),
        state,
      }));
      await context.printer.document({ schema: 'heimdex.model-paths/1', models: paths });
    } else {
      for (const model of chosen) await context.printer.result(printable(store.folderOf(model)));
    }
    return EXIT_DONE;
  });
}
