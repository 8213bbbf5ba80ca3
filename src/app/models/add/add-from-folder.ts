import { throwIfInterrupted } from '../../../domain/errors.ts';
import { chooseFiles } from '../../../domain/manifest/infer/choose-files.ts';
import type { ModelFile } from '../../../domain/manifest/schema.ts';
import type { Digests } from '../../../domain/ports/digests.ts';
import type { ModelFolder } from '../../../domain/ports/model-folder.ts';
import type { AddRequest, AddSummary, AddTools, OnAddEvent } from './add-tools.ts';
import { composeModel } from './compose-model.ts';
import { copyFilesIn } from './copy-files-in.ts';
import { readDocuments, readGraphs } from './gather-clues.ts';
import { requireFreeKey } from './require-free-key.ts';
import { tryOutModel } from './try-out-model.ts';
import { writeEntries } from './write-entries.ts';

const LOCK_LIMIT_MS = 600_000;

/**
 * Brings a model in from a folder: its files are read and checked, copied into the store and tried, and last of all it
 * gets its entry in the user's manifest. An interruption before that leaves no trace in the manifest.
 *
 * @throws HeimdexError `usage`, `model-damaged`, `model-missing`, `disk`, `disk-full`, `busy`, `interrupted`
 */
export async function addFromFolder(
  request: AddRequest,
  folder: ModelFolder,
  tools: AddTools,
  signal: AbortSignal,
  emit: OnAddEvent,
): Promise<AddSummary> {
  const there = await folder.files();
  const paths = there.map(({ path }) => path);
  const chosen = chooseFiles({ ...request, paths, place: folder.path });
  const files = { paths, pathOf: folder.pathOf, readText: folder.readText };
  const { graphs, external } = readGraphs(chosen, files, tools.graphs);
  const taken = new Set([...chosen.companions, ...chosen.graphs.values(), ...external]);
  const sizes = there.filter(({ path }) => taken.has(path));
  emit({ type: 'phase', phase: 'hashing', bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0) });
  const pinned = await hashFiles([...taken], folder, tools.digests, signal, emit);
  const clues = { graphs, documents: await readDocuments(files) };
  const model = composeModel(
    request,
    {
      chosen,
      clues,
      defaultName: folder.path.split(/[\\/]/).findLast((part) => part !== '') ?? '',
      defaultLicence: 'unknown',
      source: { kind: 'local', revision: contentRevision(pinned, tools.digests) },
      files: pinned,
    },
    tools.builtIn,
    emit,
  );
  requireFreeKey(model, tools.builtIn, await tools.userManifest.read(), request.replace);

  const onWait = (processId: number | undefined) => emit({ type: 'waiting', model, processId });
  const release = await tools.locks.acquire(model, { signal, limitMs: LOCK_LIMIT_MS, onWait });
  try {
    // Asked again: another process may have added one of this name meanwhile.
    const state = requireFreeKey(model, tools.builtIn, await tools.userManifest.read(), request.replace);
    const brought = await copyFilesIn(model, folder, tools, signal, emit);
    if (state === 'same') return { model, outcome: brought.length > 0 ? 'restored' : 'unchanged', brought };
    try {
      await tryOutModel(model, clues, tools.store.folderOf(model), tools.graphs);
      throwIfInterrupted(signal);
    } catch (error) {
      // Nothing names these files: they would lie there for nobody.
      for (const file of brought) await tools.intake.withdraw(model, file);
      throw error;
    }
    await writeEntries([model], tools, signal);
    return { model, outcome: state === 'new' ? 'added' : 'replaced', brought };
  } finally {
    await release();
  }
}

async function hashFiles(
  paths: readonly string[],
  folder: ModelFolder,
  digests: Digests,
  signal: AbortSignal,
  emit: OnAddEvent,
): Promise<ModelFile[]> {
  const files: ModelFile[] = [];
  for (const path of paths) {
    const hash = digests.sha256();
    let bytes = 0;
    for await (const chunk of folder.read(path, signal)) {
      throwIfInterrupted(signal);
      hash.update(chunk);
      bytes += chunk.length;
      emit({ type: 'bytes', phase: 'hashing', bytes: chunk.length });
    }
    files.push({ path, bytes, sha256: hash.hex() });
  }
  return files;
}

/** The content names it: the first 40 hex digits of the sha256 over the files' digests and paths, sorted by path. */
function contentRevision(files: readonly ModelFile[], digests: Digests): string {
  const hash = digests.sha256();
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${'sha256' in file ? file.sha256 : ''}  ${file.path}\n`);
  }
  return hash.hex().slice(0, 40);
}
