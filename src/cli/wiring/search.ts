import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { readManifest } from '../../adapters/files/read-manifest.ts';
import { createSearchStore } from '../../adapters/sqlite/create-search-store.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { chooseModelToSearch } from '../../app/choose-sight-model.ts';
import { searchLibrary } from '../../app/search-library.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { ImageReader } from '../../domain/ports/media.ts';
import { parseQuery } from '../../domain/query.ts';
import type { Moment } from '../../domain/search-result.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE, EXIT_NOTHING_FOUND } from '../exit-codes.ts';
import { namedPath } from '../paths.ts';
import { momentsTable } from '../render/moments-table.ts';
import { searchDocument } from '../render/search-document.ts';
import { whileWaiting } from '../render/while-waiting.ts';
import { openModelStore, openPictureTower, openTextTower } from './sight-model.ts';

export interface SearchArguments {
  readonly query: string;
  readonly images: readonly string[];
  readonly inPattern: string | undefined;
  readonly limit: number;
  readonly profile: string | undefined;
  readonly exitCode: boolean;
}

/** `heimdex search`. */
export async function runSearch(context: Context, args: SearchArguments): Promise<number> {
  const { json, printer, settings } = context;
  const started = performance.now();
  const moments = await findMoments(context, args);
  if (json) {
    await printer.document(
      searchDocument({
        moments,
        query: args.query,
        library: settings.library,
        tookMs: performance.now() - started,
      }),
    );
  } else {
    for (const line of momentsTable(moments, context)) await printer.result(line);
    if (moments.length === 0) printer.note('nothing found');
  }
  return moments.length === 0 && args.exitCode ? EXIT_NOTHING_FOUND : EXIT_DONE;
}

/** Builds the adapters, searches, and closes what it opened. */
export async function findMoments(
  context: Context,
  args: Omit<SearchArguments, 'exitCode'>,
): Promise<Moment[]> {
  const { host, settings, signal } = context;
  const terms = parseQuery(args.query);
  if (args.images.includes('') || args.inPattern === '') {
    throw new HeimdexError(
      'usage',
      `${args.inPattern === '' ? '--in' : '--image'} was given an empty value`,
      {
        hint: 'heimdex search --help',
      },
    );
  }
  const images = args.images.map((path) => namedPath(host, path));
  if (terms.length === 0 && images.length === 0) {
    throw new HeimdexError('usage', 'there is nothing to look for', {
      hint: 'heimdex search "sunset on beach", or --image FILE',
    });
  }
  const manifest = await readManifest(settings);
  const { store: models } = openModelStore(context);
  const database = openLibraryToRead(settings.library);
  try {
    const store = createSearchStore(database);
    const model = chooseModelToSearch(manifest, args.profile, store.spaces(), settings.library);
    if (context.printer.verbose) context.printer.note(`searching ${settings.library} with ${model.key}`);
    return await searchLibrary(
      {
        terms,
        images,
        limit: args.limit,
        ...(args.inPattern === undefined ? {} : { inPattern: args.inPattern }),
      },
      { model, libraryPath: settings.library },
      {
        store,
        volumes: createVolumes(host.platform),
        imageReader: lazyImageReader(),
        openTextEncoder: () =>
          whileWaiting(context, `loading ${model.key}`, () => openTextTower(models, model, signal)),
        openImageEncoder: () =>
          whileWaiting(context, `loading ${model.key}`, () => openPictureTower(models, model, signal)),
      },
      signal,
    );
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    closeLibrary(database);
  }
}

/** libvips loads only when there is a picture to read: a text query need not wait for it. */
function lazyImageReader(): ImageReader {
  return {
    async readForModel(path, options) {
      const { createImageReader } = await import('../../adapters/image/create-image-reader.ts');
      return createImageReader().readForModel(path, options);
    },
  };
}
