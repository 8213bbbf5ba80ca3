import type Database from 'better-sqlite3';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { readManifest } from '../../adapters/files/read-manifest.ts';
import { createPeopleSearch } from '../../adapters/sqlite/create-people-search.ts';
import { createSearchStore } from '../../adapters/sqlite/create-search-store.ts';
import { createTextSearch } from '../../adapters/sqlite/create-text-search.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { chooseModelToSearch } from '../../app/choose-sight-model.ts';
import { chooseTextModelToSearch } from '../../app/choose-text-model.ts';
import { type SearchDependencies, searchLibrary } from '../../app/search-library.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { Manifest } from '../../domain/manifest/schema.ts';
import type { ImageReader } from '../../domain/ports/media.ts';
import { parseQuery, type Query } from '../../domain/query.ts';
import type { Moment } from '../../domain/search-result.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE, EXIT_NOTHING_FOUND } from '../exit-codes.ts';
import { namedPath } from '../paths.ts';
import { momentsLines } from '../render/moments-lines.ts';
import { searchDocument } from '../render/search-document.ts';
import { whileWaiting } from '../render/while-waiting.ts';
import { openModelStore, openPictureTower, openTextTower } from './sight-model.ts';
import { openTextModel } from './text-model.ts';

export interface SearchArguments {
  readonly query: string;
  readonly images: readonly string[];
  readonly inPattern: string | undefined;
  readonly limit: number;
  readonly profile: string | undefined;
  readonly only: 'sight' | 'speech' | undefined;
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
    for (const line of momentsLines(moments, context)) await printer.result(line);
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
  const query = parseQuery(args.query);
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
  const isEmpty = [query.terms, query.said.wanted, query.people.wanted, images].every(
    (asked) => asked.length === 0,
  );
  if (isEmpty) {
    throw new HeimdexError('usage', 'there is nothing to look for', {
      hint: 'heimdex search "sunset on beach", or --image FILE',
    });
  }
  const manifest = await readManifest(settings);
  const database = openLibraryToRead(settings.library);
  try {
    return await searchLibrary(
      {
        query,
        images,
        limit: args.limit,
        ...(args.inPattern === undefined ? {} : { inPattern: args.inPattern }),
        ...(args.only === undefined ? {} : { only: args.only }),
      },
      settings.library,
      searchTools(context, { query, profile: args.profile, manifest, database }),
      signal,
    );
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    closeLibrary(database);
  }
}

function searchTools(
  context: Context,
  asked: {
    query: Query;
    profile: string | undefined;
    manifest: Manifest;
    database: Database.Database;
  },
): SearchDependencies {
  const { settings, signal, printer } = context;
  const { manifest, database } = asked;
  const { store: models, isInstalled } = openModelStore(context);
  const store = createSearchStore(database);
  const text = createTextSearch(database);
  const searchingWith = (key: string) => {
    if (printer.verbose) printer.note(`searching ${settings.library} with ${key}`);
  };
  const whileLoading = <T>(key: string, load: () => Promise<T>) =>
    whileWaiting(context, `loading ${key}`, load);
  if (!text.hasSegments() && asked.query.said.wanted.length > 0)
    printer.note('the library holds nothing that was said');
  return {
    store,
    text,
    people: createPeopleSearch(database),
    volumes: createVolumes(context.host.platform),
    chooseSight() {
      const model = chooseModelToSearch(manifest, asked.profile, store.spaces(), settings.library);
      searchingWith(model.key);
      return {
        model,
        imageReader: lazyImageReader(),
        openTextEncoder: () => whileLoading(model.key, () => openTextTower(models, model, signal)),
        openImageEncoder: () => whileLoading(model.key, () => openPictureTower(models, model, signal)),
      };
    },
    async chooseMeaning() {
      const words = asked.query.terms.map((term) => term.text).join(' ');
      const choice = await chooseTextModelToSearch(manifest, text.spaces(), words, isInstalled);
      if (choice === undefined) return undefined;
      if ('missing' in choice) {
        printer.note(`what is said is searched by word alone: ${choice.missing}`);
        return undefined;
      }
      const { model, space } = choice;
      searchingWith(model.key);
      return {
        space,
        openEncoder: () => whileLoading(model.key, () => openTextModel(models, model, 0, signal)),
      };
    },
  };
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
