import type { ListedModel } from '../../app/models/list-models.ts';
import type { Manifest, UnpinnedModel } from '../../domain/manifest/schema.ts';
import type { AddCommand, Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';
import type { ProfileTotal } from '../render/models-table.ts';

interface ListedProfile extends ProfileTotal {
  readonly pins: string;
}

interface ListOptions extends CommonOptions {
  readonly profile?: string;
}

/** `heimdex models list` */
export const addModelsListCommand: AddCommand = (models, run) => {
  const command = models
    .command('list')
    .description('show the models that heimdex knows, and what is here of them')
    .argument('[model...]', 'only these models')
    .option('--profile <name>', 'only the models of a profile')
    .action((names: string[], options: ListOptions) =>
      run(options, (context) => list(names, options, context)),
    );
  withCommonOptions(command, { library: false });
  withExamples(command, 'heimdex models list', 'heimdex models list --profile lite --json');
};

async function list(names: readonly string[], options: ListOptions, context: Context): Promise<number> {
  const { listModels } = await import('../../app/models/list-models.ts');
  const { modelsOf } = await import('../../domain/manifest/models-of.ts');
  const { selectModels } = await import('../../domain/manifest/select-models.ts');
  const { pinsOf } = await import('../render/pins-of.ts');
  const { bytesHere, bytesOf, modelsTable } = await import('../render/models-table.ts');
  const { withModelTools } = await import('../wiring/models.ts');
  return withModelTools(context, async ({ manifest, store }) => {
    const all = names.length === 0 && options.profile === undefined;
    const unpinned = Object.entries(manifest.unpinned ?? {}).filter(([key]) => all || names.includes(key));
    const pinned = names.filter((name) => !unpinned.some(([key]) => key === name));
    const { profile } = options;
    const chosen = all ? modelsOf(manifest) : selectModels(manifest, { names: pinned, profile });
    const everything = await listModels(modelsOf(manifest), store);
    const keys = new Set(chosen.map((model) => model.key));
    const listed = everything.filter(({ model }) => keys.has(model.key));
    const profiles = profileNames(manifest, options).map((name): ListedProfile => {
      const members = membersOf(manifest, name, everything);
      const total = (amount: (listed: ListedModel) => number) =>
        members.reduce((sum, each) => sum + amount(each), 0);
      return {
        name,
        models: members.length,
        bytes: total(bytesOf),
        here: total(bytesHere),
        pins: pinsOf(members.map(({ model }) => model)),
      };
    });
    if (context.json)
      await context.printer.document(toDocument(context, manifest, listed, unpinned, profiles));
    else for (const line of modelsTable(listed, profiles, unpinned)) await context.printer.result(line);
    return EXIT_DONE;
  });
}

function profileNames(manifest: Manifest, options: ListOptions): string[] {
  return options.profile === undefined ? Object.keys(manifest.profiles) : [options.profile];
}

function membersOf(manifest: Manifest, profile: string, all: readonly ListedModel[]): ListedModel[] {
  const keys = new Set(Object.values(manifest.profiles[profile]!));
  return all.filter(({ model }) => keys.has(model.key));
}

function toDocument(
  context: Context,
  manifest: Manifest,
  listed: readonly ListedModel[],
  unpinned: readonly (readonly [string, UnpinnedModel])[],
  profiles: readonly ListedProfile[],
): object {
  return {
    schema: 'heimdex.models/1',
    home: context.settings.home,
    profiles: Object.fromEntries(
      profiles.map(({ name, bytes, here, pins }) => [
        name,
        { models: manifest.profiles[name], bytes, bytesHere: here, pins },
      ]),
    ),
    models: [...listed.map(pinnedEntry), ...unpinned.map(unpinnedEntry)],
  };
}

/** An entry whose size nobody knows before it is locked. */
function unpinnedEntry([key, { role, source, licence, dtype, files }]: readonly [string, UnpinnedModel]) {
  const { repo, revision } = source;
  const shown = files.map((file) => ({ ...file, state: 'unpinned' }));
  return { key, role, repo, revision, licence, dtype, bytes: null, state: 'unpinned', files: shown };
}

function pinnedEntry({ model, state, files }: ListedModel) {
  return {
    key: model.key,
    role: model.role,
    repo: model.source.kind === 'hub' ? model.source.repo : null,
    revision: model.source.revision,
    licence: model.licence,
    dtype: model.dtype,
    bytes: model.files.reduce((sum, file) => sum + file.bytes, 0),
    state,
    files: files.map(({ file, state: fileState }) => ({ ...file, state: fileState })),
  };
}
