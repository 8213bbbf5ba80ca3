import { HeimdexError } from '../../../domain/errors.ts';
import { formatBytes } from '../../../domain/format-bytes.ts';
import type { ModelFile } from '../../../domain/manifest/schema.ts';
import type { Digests } from '../../../domain/ports/digests.ts';
import type { HubModel } from '../../../domain/ports/model-source.ts';
import type { PullFileTools } from '../pull-file-tools.ts';
import { receiveFile } from '../receive-file.ts';
import { createMemoryPart } from './create-memory-part.ts';

/** The Hub keeps files from 10 MB on outside of git, with a sha256. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A file of which only git's name is known. */
export type GitFile = ModelFile & { readonly gitSha1: string };

/**
 * Fetches a file of which only git's name is known, and holds it against that.
 *
 * @throws HeimdexError `transfer-mismatch`, and as `receiveFile`
 */
export async function fetchSmallFile(
  model: HubModel,
  file: GitFile,
  tools: PullFileTools,
  digests: Digests,
  signal: AbortSignal,
): Promise<{ content: Uint8Array; sha256: string }> {
  if (file.bytes > MAX_BYTES) {
    throw new HeimdexError(
      'transfer-mismatch',
      `${file.path} has ${formatBytes(file.bytes)} and no sha256 on the Hub`,
      {
        hint: 'see whether a mirror (HF_ENDPOINT) changes what the Hub says',
      },
    );
  }
  for (let tries = 1; ; tries++) {
    const part = createMemoryPart();
    await receiveFile(model, file, part, tools, signal, () => {});
    const content = part.content();
    const git = digests.gitSha1(content.length);
    git.update(content);
    const actual = git.hex();
    if (actual === file.gitSha1) {
      const sha256 = digests.sha256();
      sha256.update(content);
      return { content, sha256: sha256.hex() };
    }
    if (tries === 2) {
      throw new HeimdexError(
        'transfer-mismatch',
        `checksum mismatch: ${file.path} of ${model.source.repo}: expected git-sha1 ${file.gitSha1}, got ${actual}`,
        { hint: 'see whether a proxy or a mirror (HF_ENDPOINT) changes what the Hub sends' },
      );
    }
  }
}
