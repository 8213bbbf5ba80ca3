import type { z } from 'zod';
import { HeimdexError } from '../errors.ts';
import { findInconsistency } from './find-inconsistency.ts';
import { Misfit } from './misfit.ts';
import { partUnpinned } from './part-unpinned.ts';
import { type Manifest, manifestSchema, unpinnedSchema } from './schema.ts';
import { findMisfit } from './shape.ts';

/** A manifest larger than this is none: the one with every known model has some 30 kB. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/**
 * Reads a manifest from its text. Every fault is an error that names the place, such as
 * `models.whisper-small.files[3].path`.
 *
 * @param name what the manifest is called in errors, such as its path
 * @param builtIn the manifest beside which this one is read: its profiles may name models of that one, and no key may
 *   be in both
 * Entries of the user's that are not yet pinned stand apart.
 *
 * @throws HeimdexError `manifest-invalid`
 */
export function parseManifest(text: string, name: string, builtIn?: Manifest): Manifest {
  const hint =
    builtIn === undefined ? 'install heimdex again' : 'correct the file at that place, or remove it';
  return refusing(name, hint, () => {
    if (text.length > MAX_CHARACTERS) throw new Misfit('', `larger than ${MAX_CHARACTERS} characters`);
    return parsed(readJson(text), builtIn);
  });
}

/**
 * Reads a manifest that stands alone and has been taken out of its JSON already.
 *
 * @throws HeimdexError `manifest-invalid` with this hint
 */
export function checkManifest(value: unknown, name: string, { hint }: { hint: string }): Manifest {
  return refusing(name, hint, () => parsed(value, undefined));
}

function parsed(document: unknown, builtIn: Manifest | undefined): Manifest {
  const { pinned, unpinned } =
    builtIn === undefined ? { pinned: document, unpinned: {} } : partUnpinned(document);
  const apart = checked(unpinnedSchema, unpinned, 'models');
  const manifest: Manifest = {
    ...checked(manifestSchema, pinned),
    ...(Object.keys(apart).length === 0 ? {} : { unpinned: apart }),
  };
  const fault = findInconsistency(manifest, builtIn);
  if (fault !== undefined) throw fault;
  return manifest;
}

function refusing(name: string, hint: string, work: () => Manifest): Manifest {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new HeimdexError(
      'manifest-invalid',
      `${name} is invalid: ${error.place || 'the document'}: ${error.message}`,
      { hint, cause: error },
    );
  }
}

function checked<S extends z.ZodType>(schema: S, value: unknown, inside = ''): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { place, message } = findMisfit(result.error);
  throw new Misfit([inside, place].filter((part) => part !== '').join('.'), message);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Misfit('', `not JSON: ${(error as Error).message}`);
  }
}
