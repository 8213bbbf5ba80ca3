import { listFiles, modelInfo } from '@huggingface/hub';
import { HeimdexError } from '../../domain/errors.ts';
import type { ListedRepository, ModelListing } from '../../domain/ports/model-listing.ts';
import { TransferInterrupted } from '../../domain/ports/model-source.ts';
import { type HubOptions, openHubAccess } from './create-hub-source.ts';
import { fetchDocument } from './fetch-document.ts';
import type { HubAccess } from './hub-access.ts';
import { listedCommit, listedFile, listedLicence } from './listed-file.ts';

/** A repository with more than this is no model; a server that never ends its listing would be asked for ever. */
const MAX_ENTRIES = 20_000;

/**
 * The listings of the Hub, or a mirror of it. `@huggingface/hub` knows their form; it gets a `fetch` of heimdex's own, so
 * that redirects and the addresses of next pages are checked, and never sees the token (docs/decisions/017).
 *
 * @throws HeimdexError `config-invalid`
 */
export function createHubListing(options: HubOptions): ModelListing {
  const access = openHubAccess(options);
  return {
    look: (repo, revision, signal) => naming(repo, revision, () => look(access, repo, revision, signal)),
    close: () => access.connections.close(),
  };
}

async function look(
  access: HubAccess,
  repo: string,
  revision: string,
  signal: AbortSignal,
): Promise<ListedRepository> {
  const asked = {
    hubUrl: access.endpoint.href.replace(/\/+$/, ''),
    fetch: (input: string | URL | Request) => fetchDocument(access, new URL(String(input)), signal),
  };
  const fields = ['sha', 'cardData'] as const;
  const info = await modelInfo({ ...asked, name: repo, revision, additionalFields: [...fields] });
  const commit = listedCommit(info.sha, revision);
  const files: [string, NonNullable<ReturnType<typeof listedFile>>][] = [];
  let entries = 0;
  for await (const entry of listFiles({
    ...asked,
    repo: { type: 'model', name: repo },
    revision: commit,
    recursive: true,
  })) {
    if (++entries > MAX_ENTRIES) throw nonsense(`it lists more than ${MAX_ENTRIES} files`);
    const file = listedFile(entry);
    if (file !== undefined) files.push([entry.path, file]);
  }
  return { commit, licence: listedLicence(info.cardData), files: new Map(files) };
}

/** Errors say of which repository they speak; what the library throws is told in heimdex's words. */
async function naming<T>(repo: string, revision: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TransferInterrupted) throw error;
    const known = error instanceof HeimdexError ? error : nonsense(reasonOf(error), error);
    const { code, message, hint } = known;
    if (code === 'interrupted') throw known;
    const more = code === 'not-found-upstream' || code === 'access-denied-upstream' ? NAMES_HINT : hint;
    throw new HeimdexError(code, `${repo}@${revision}: ${message}`, {
      hint: more ?? NAMES_HINT,
      cause: error,
    });
  }
}

/** The Hub answers for a repository that is not there as for one that is hidden. */
const NAMES_HINT =
  'see whether owner, name and revision are right; for a private or gated one accept its licence and set HF_TOKEN';

/** The library throws errors of its own, and strings. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function nonsense(reason: string, cause?: unknown): HeimdexError {
  return new HeimdexError('network', `the answer is no listing of a model: ${reason}`, {
    hint: 'see whether a proxy or a mirror (HF_ENDPOINT) stands between you and the Hub',
    cause,
  });
}
