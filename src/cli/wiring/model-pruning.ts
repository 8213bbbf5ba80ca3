import { join } from 'node:path';
import { createKnownLibraries } from '../../adapters/files/create-known-libraries.ts';
import { createModelShelves } from '../../adapters/files/create-model-shelves.ts';
import { keyFolder } from '../../adapters/files/model-places.ts';
import { readManifests } from '../../adapters/files/read-manifest.ts';
import { createPullLocks } from '../../adapters/sqlite/create-pull-locks.ts';
import { readModelsOfLibrary } from '../../adapters/sqlite/read-models-of-library.ts';
import { findNeeds, type Needs } from '../../app/models/find-needs.ts';
import { type PruneOptions, type PruneReport, pruneModels } from '../../app/models/prune-models.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';

/**
 * Finds out what is needed of the store and prunes the rest.
 *
 * @param options.isNamed the user has named the library: one that is misspelt would keep nothing
 * @throws HeimdexError `library-missing` where a library that was named is not there, and as `pruneModels` does
 */
export async function pruneStore(
  { settings, signal }: Context,
  options: PruneOptions & { readonly isNamed: boolean },
): Promise<{ needs: Needs; report: PruneReport }> {
  const libraries = createKnownLibraries(settings.home);
  if (options.isNamed && libraries.presence(settings.library) !== 'here') {
    throw new HeimdexError('library-missing', `there is no library at ${settings.library}`, {
      hint: 'correct --db FILE or HEIMDEX_DB, or leave it out',
    });
  }
  const manifests = await readManifests(settings);
  const needs = findNeeds([settings.library, join(settings.home, 'library.db')], {
    ...manifests,
    libraries,
    modelsOfLibrary: readModelsOfLibrary,
  });
  const tools = {
    shelves: createModelShelves(settings),
    locks: createPullLocks((model) => keyFolder(settings, model)),
    libraries,
  };
  return { needs, report: await pruneModels(needs, tools, options, signal) };
}
