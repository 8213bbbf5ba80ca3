import { isAbsolute, join } from 'node:path';
import { HeimdexError } from '../domain/errors.ts';
import type { Host } from './host.ts';
import { namedPath } from './paths.ts';

/**
 * The folder in which Hugging Face's own programs keep models, by the variables that they heed and in their order. An
 * empty value counts as none. Undefined where none can be told.
 */
export function huggingFaceCache(host: Host): string | undefined {
  const { env } = host;
  const named = env.HF_HUB_CACHE || env.HUGGINGFACE_HUB_CACHE || (env.HF_HOME && join(env.HF_HOME, 'hub'));
  if (named) return located(host, named);
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) {
    return join(env.XDG_CACHE_HOME, 'huggingface', 'hub');
  }
  return host.userHome ? join(host.userHome, '.cache', 'huggingface', 'hub') : undefined;
}

/** They take a path from the working folder, and "~" for the user's home where the shell has left it. */
function located(host: Host, path: string): string | undefined {
  const below = /^~(?:[/\\]+(.*))?$/s.exec(path);
  if (below !== null) return host.userHome ? join(host.userHome, below[1] ?? '') : undefined;
  try {
    return namedPath(host, path);
  } catch (error) {
    // The working folder is gone. What can't be found there can be downloaded.
    if (error instanceof HeimdexError) return undefined;
    throw error;
  }
}
