import { HeimdexError, throwIfInterrupted } from '../../../domain/errors.ts';
import { type ChosenFiles, chooseFiles, DOCUMENTS } from '../../../domain/manifest/infer/choose-files.ts';
import { modelKeyOf } from '../../../domain/manifest/infer/model-key.ts';
import { isModelKey } from '../../../domain/manifest/is-model-key.ts';
import type { RepositoryName } from '../../../domain/manifest/parse-repository.ts';
import type { Manifest, Model, ModelFile } from '../../../domain/manifest/schema.ts';
import type { ModelFolder } from '../../../domain/ports/model-folder.ts';
import type { ListedRepository } from '../../../domain/ports/model-listing.ts';
import type { HubModel } from '../../../domain/ports/model-source.ts';
import { pullModels } from '../pull-models.ts';
import type { AddRequest, AddSummary, AddTools, OnAddEvent } from './add-tools.ts';
import { composeModel } from './compose-model.ts';
import { readDocuments, readGraphs } from './gather-clues.ts';
import type { HubTools } from './hub-tools.ts';
import { lookAtRepository } from './look-at-repository.ts';
import { type PinnedFiles, pinFiles } from './pin-files.ts';
import { requireFreeKey } from './require-free-key.ts';
import { tryOutModel } from './try-out-model.ts';
import { withContents } from './with-contents.ts';
import { writeEntries } from './write-entries.ts';

/**
 * Brings in a model from a repository of the Hub: its commit and digests are asked for, its files pulled as `models pull`
 * does, its graphs read and tried; last of all it gets its entry in the user's manifest. What was pulled stays where
 * something later fails, so that the next try need not pull it again.
 *
 * @throws HeimdexError as `addFromFolder` and `pullModels`
 */
export async function addFromHub(
  request: AddRequest,
  { repo, revision }: RepositoryName,
  tools: AddTools,
  hub: HubTools,
  signal: AbortSignal,
  emit: OnAddEvent,
): Promise<AddSummary> {
  const listed = await lookAtRepository(repo, revision, hub, signal);
  const paths = [...listed.files.keys()];
  const chosen = chooseFiles({ ...request, paths, place: repo });
  const key = requireKey(request.name ?? modelKeyOf(repo.split('/')[1]!, namedFormats(chosen)));
  const bare = modelWithoutConfig(key, { repo, revision: listed.commit });
  const pin = (wanted: readonly string[]) => pinFiles(bare, wanted, listed, hub, tools.digests, signal);
  const stored = await pin([...chosen.companions, ...chosen.graphs.values()]);
  refuseEarly({ ...bare, files: [...stored.files] }, tools.builtIn, await tools.userManifest.read(), request);

  const brought = await pullFiles(bare, stored, hub, signal);
  const folder = tools.store.folderOf(bare);
  const pathOf = (path: string) => `${folder}/${path}`;
  const { graphs, external } = readGraphs(chosen, { paths, pathOf }, tools.graphs);
  const weights = await pin(external);
  brought.push(...(await pullFiles(bare, weights, hub, signal)));
  const documents = await readDocuments(await documentsOf(listed, stored, tools.openFolder(folder), pin));
  const clues = { graphs, documents };
  const model = composeModel(
    { ...request, name: key },
    {
      chosen,
      clues,
      defaultName: key,
      defaultLicence: listed.licence ?? 'unknown',
      source: bare.source,
      files: [...stored.files, ...weights.files],
    },
    tools.builtIn,
    emit,
  );
  const state = requireFreeKey(model, tools.builtIn, await tools.userManifest.read(), request.replace);
  if (state === 'same') return { model, outcome: brought.length > 0 ? 'restored' : 'unchanged', brought };
  await tryOutModel(model, clues, folder, tools.graphs);
  throwIfInterrupted(signal);
  await writeEntries([model], tools, signal);
  return { model, outcome: state === 'new' ? 'added' : 'replaced', brought };
}

function requireKey(key: string): string {
  if (isModelKey(key)) return key;
  throw new HeimdexError('usage', `${key} can't be the name of a model`, {
    hint: 'choose up to 80 lower-case letters, digits, ".", "_" and "-" with --name KEY',
  });
}

/** The number formats in the order of the graphs, as far as the names of the graphs tell them. */
function namedFormats({ dtypes }: ChosenFiles): string {
  return [...dtypes.values()].filter((dtype) => dtype !== undefined).join(', ');
}

/** A model whose configuration is not known before its graph is read: nothing on the way of a pull looks at that. */
function modelWithoutConfig(key: string, source: Omit<HubModel['source'], 'kind'>): HubModel {
  const bare = {
    key,
    role: 'text',
    source: { kind: 'hub', ...source },
    licence: '',
    dtype: '',
    files: [],
    config: {},
  };
  return bare as unknown as HubModel;
}

/** Before anything large is pulled: what is known so far may not go into the manifest. */
function refuseEarly(bare: HubModel, builtIn: Manifest, user: Manifest, { replace }: AddRequest): void {
  const earlier = Object.hasOwn(user.models, bare.key) ? user.models[bare.key] : undefined;
  const known = new Set(bare.files.map(({ path }) => path));
  const comparable =
    earlier === undefined
      ? bare
      : {
          ...earlier,
          key: bare.key,
          source: bare.source,
          files: mergedFiles(earlier.files, bare.files, known),
        };
  requireFreeKey(comparable as Model, builtIn, user, replace);
}

/** The files of an earlier pin with those that are known of the new one in their place: the rest is told later. */
function mergedFiles(
  earlier: readonly ModelFile[],
  now: readonly ModelFile[],
  known: ReadonlySet<string>,
): ModelFile[] {
  return [...earlier.filter(({ path }) => !known.has(path)), ...now];
}

/** Pulls what is not in the store; returns the files that this has brought. */
async function pullFiles(
  bare: HubModel,
  { files, contents }: PinnedFiles,
  { pull, options, onPull }: HubTools,
  signal: AbortSignal,
): Promise<ModelFile[]> {
  if (files.length === 0) return [];
  const brought: ModelFile[] = [];
  const model = { ...bare, files: [...files] } as HubModel;
  const tools = { ...pull, source: withContents(pull.source, contents) };
  await pullModels([model], tools, options, signal, (event) => {
    if (event.type === 'file-done') brought.push(event.file);
    onPull(event);
  });
  return brought;
}

/** The JSON files that tell constants: those of the model, and small ones that are read but not kept. */
async function documentsOf(
  { files }: ListedRepository,
  stored: PinnedFiles,
  folder: ModelFolder,
  pin: (paths: readonly string[]) => Promise<PinnedFiles>,
) {
  const kept = new Set(stored.files.map(({ path }) => path));
  const others = DOCUMENTS.filter((path) => !kept.has(path) && files.has(path));
  // What the Hub keeps outside of git is too large to tell constants.
  const { contents } = await pin(others.filter((path) => 'gitSha1' in files.get(path)!));
  return {
    paths: [...kept, ...contents.keys()],
    readText: async (path: string) => {
      const content = contents.get(path);
      return content === undefined ? folder.readText(path) : new TextDecoder().decode(content);
    },
  };
}
