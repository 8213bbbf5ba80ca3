import { HeimdexError } from '../../../domain/errors.ts';
import type { ModelFile } from '../../../domain/manifest/schema.ts';
import type { Digests } from '../../../domain/ports/digests.ts';
import type { ListedRepository } from '../../../domain/ports/model-listing.ts';
import type { HubModel } from '../../../domain/ports/model-source.ts';
import { fetchSmallFile } from './fetch-small-file.ts';
import type { HubTools } from './hub-tools.ts';

export interface PinnedFiles {
  readonly files: readonly ModelFile[];
  /** The content of those that had to be fetched to know their sha256. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/**
 * Finds size and sha256 of files of a repository: of large ones the Hub tells them, small ones are fetched, held against
 * git's name for them, and hashed.
 *
 * @param model whose repository and commit are asked
 * @throws HeimdexError `not-found-upstream` for a path that the repository does not have, and as `fetchSmallFile`
 */
export async function pinFiles(
  model: HubModel,
  paths: readonly string[],
  listed: ListedRepository,
  { pull }: HubTools,
  digests: Digests,
  signal: AbortSignal,
): Promise<PinnedFiles> {
  const files: ModelFile[] = [];
  const contents = new Map<string, Uint8Array>();
  for (const path of paths) {
    const file = listed.files.get(path);
    if (file === undefined) {
      const { repo, revision } = model.source;
      throw new HeimdexError('not-found-upstream', `${repo} has no ${path} at ${revision.slice(0, 7)}`, {
        hint: "correct the file's path in the manifest, or choose another revision",
      });
    }
    if ('sha256' in file) files.push({ path, ...file });
    else {
      const { content, sha256 } = await fetchSmallFile(model, { path, ...file }, pull, digests, signal);
      files.push({ path, bytes: file.bytes, sha256 });
      contents.set(path, content);
    }
  }
  return { files, contents };
}
