import { HeimdexError } from '../errors.ts';
import { findInconsistency } from './find-inconsistency.ts';
import { Misfit } from './misfit.ts';
import { type Manifest, manifestSchema } from './schema.ts';
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
 * @throws HeimdexError `manifest-invalid`
 */
export function parseManifest(text: string, name: string, builtIn?: Manifest): Manifest {
  const hint =
    builtIn === undefined ? 'install heimdex again' : 'correct the file at that place, or remove it';
  return refusing(name, hint, () => {
    if (text.length > MAX_CHARACTERS) throw new Misfit('', `larger than ${MAX_CHARACTERS} characters`);
    return checked(readJson(text), builtIn);
  });
}

/**
 * Reads a manifest that stands alone and has been taken out of its JSON already.
 *
 * @throws HeimdexError `manifest-invalid` with this hint
 */
export function checkManifest(value: unknown, name: string, { hint }: { hint: string }): Manifest {
  return refusing(name, hint, () => checked(value, undefined));
}

function checked(value: unknown, builtIn: Manifest | undefined): Manifest {
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    const { place, message } = findMisfit(parsed.error);
    throw new Misfit(place, message);
  }
  const fault = findInconsistency(parsed.data, builtIn);
  if (fault !== undefined) throw fault;
  return parsed.data;
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

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Misfit('', `not JSON: ${(error as Error).message}`);
  }
}
