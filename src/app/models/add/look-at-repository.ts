import { HeimdexError, throwIfInterrupted } from '../../../domain/errors.ts';
import type { ListedRepository } from '../../../domain/ports/model-listing.ts';
import { TransferInterrupted } from '../../../domain/ports/model-source.ts';
import { pause, waitFor } from '../retry-wait.ts';
import type { HubTools } from './hub-tools.ts';

const MAX_TRIES = 4;

/**
 * Asks the Hub for a repository, trying again where that may help.
 *
 * @throws HeimdexError `model-missing` where the network is forbidden, `network` after too many tries, and as the listing
 */
export async function lookAtRepository(
  repo: string,
  revision: string,
  { listing, options, pull }: HubTools,
  signal: AbortSignal,
): Promise<ListedRepository> {
  if (options.offline) {
    throw new HeimdexError(
      'model-missing',
      `${repo} can't be looked up: HF_HUB_OFFLINE forbids to ask the Hub`,
      {
        hint: 'unset HF_HUB_OFFLINE and run it again',
      },
    );
  }
  for (let tries = 1; ; tries++) {
    try {
      return await listing.look(repo, revision, signal);
    } catch (error) {
      throwIfInterrupted(signal);
      if (!(error instanceof TransferInterrupted)) throw error;
      if (tries === MAX_TRIES) {
        throw new HeimdexError('network', `the Hub can't be asked for ${repo}: ${error.message}`, {
          hint: 'run it again later; behind a proxy set HTTPS_PROXY',
          cause: error,
        });
      }
      await pause(waitFor(error, tries).waitMs, pull, signal);
    }
  }
}
