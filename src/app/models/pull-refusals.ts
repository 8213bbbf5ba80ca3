import { HeimdexError } from '../../domain/errors.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import { mendingCommand } from '../../domain/manifest/mending-command.ts';
import type { Model, ModelFile } from '../../domain/manifest/schema.ts';
import type { PlannedFile } from './pull-event.ts';

// Why a pull does not begin, each as the error that it ends with.

/** A file came from a folder of the user's, and so is nowhere to be pulled from. */
export function onNoServer(model: Model, file: ModelFile): HeimdexError {
  return new HeimdexError(
    'model-missing',
    `${file.path} of ${model.key}, which is on no server, is not here`,
    { hint: mendingCommand(model) },
  );
}

/** Some files could only be downloaded, and the user has forbidden the network. */
export function offlineForbids([first, ...more]: readonly PlannedFile[]): HeimdexError {
  const { model, file } = first!;
  const all =
    more.length === 0 ? ' is' : ` and ${more.length} more ${more.length === 1 ? 'file' : 'files'} are`;
  return new HeimdexError(
    'model-missing',
    `${file.path} of ${model.key}${all} not here, and HF_HUB_OFFLINE forbids to pull`,
    { hint: 'unset HF_HUB_OFFLINE and run it again' },
  );
}

/** Bytes of some files that are yet to come. */
export function bytesToCome(planned: readonly PlannedFile[]): number {
  return planned.reduce((total, { file, kept }) => total + file.bytes - kept, 0);
}

/** The disk of the store has less room than is needed. Undefined where it has enough. */
export function tooLittleSpace(needed: number, freeBytes: number): HeimdexError | undefined {
  if (freeBytes >= needed) return undefined;
  return new HeimdexError('disk-full', `needs ${formatBytes(needed)}, ${formatBytes(freeBytes)} free`, {
    hint: 'make room, or choose a folder on another disk with --home FOLDER',
  });
}
