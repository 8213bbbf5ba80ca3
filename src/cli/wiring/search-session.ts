import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { readManifest } from '../../adapters/files/read-manifest.ts';
import { createCalibrationReader } from '../../adapters/sqlite/create-calibration-store.ts';
import { createPeopleSearch } from '../../adapters/sqlite/create-people-search.ts';
import { createSearchStore } from '../../adapters/sqlite/create-search-store.ts';
import { createTextSearch } from '../../adapters/sqlite/create-text-search.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { chooseReranker } from '../../app/choose-reranker.ts';
import { chooseModelToSearch } from '../../app/choose-sight-model.ts';
import { chooseTextModelToSearch } from '../../app/choose-text-model.ts';
import { createTextVectors } from '../../app/search/embed-terms.ts';
import { type OpenSight, openSight } from '../../app/search/open-sight.ts';
import type { OpenMeaning, SearchContext } from '../../app/search/search-context.ts';
import { type SearchRequest, searchLibrary } from '../../app/search/search-library.ts';
import type { Manifest } from '../../domain/manifest/schema.ts';
import type { Reranker } from '../../domain/ports/encoders.ts';
import type { ImageReader } from '../../domain/ports/media.ts';
import { CHANNELS, type Channel, type Moment } from '../../domain/search-result.ts';
import type { Context } from '../context.ts';
import { namedVideo } from '../paths.ts';
import { whileWaiting } from '../render/while-waiting.ts';
import { openRerankerModel } from './reranker.ts';
import { openModelStore, openPictureTower, openTextTower } from './sight-model.ts';
import { openTextModel } from './text-model.ts';

/** What one search asks beside its query. */
export interface AskedSearch extends Omit<SearchRequest, 'openReranker'> {
  /** Whether a cross-encoder reads again what is said; the key of one where it was named. */
  readonly rerank: boolean | string;
  readonly channels: ReadonlyMap<Channel, number> | undefined;
  readonly minConfidence: number | undefined;
}

/** An open library, with the models that searches have needed so far. */
export interface SearchSession {
  find(asked: AskedSearch): Promise<Moment[]>;
  /** Which channels the library has. */
  channels(): Channel[];
  close(): Promise<void>;
  /** Closes the library alone, where the process ends anyway: taking a large model apart takes its time. */
  leave(): void;
}

export interface SearchSessionOptions {
  /** The profile whose model for pictures is used; else the one that the library was indexed with. */
  readonly profile: string | undefined;
  /** Whether there will be many queries, or hardly more than one: models are opened accordingly. */
  readonly queries: 'one' | 'many';
}

/** Opens the library for any number of searches. A model is loaded by the first query that needs it. */
export async function openSearchSession(
  context: Context,
  options: SearchSessionOptions,
): Promise<SearchSession> {
  const { host, settings, signal } = context;
  const manifest = await readManifest(settings);
  const database = openLibraryToRead(settings.library);
  const store = createSearchStore(database);
  const text = createTextSearch(database);
  const calibrations = createCalibrationReader(database);
  let times: ReturnType<SearchContext['times']> | undefined;
  const models = createOpenModels(context, manifest, options, { store, text, calibrations });
  const tools = {
    library: settings.library,
    store,
    text,
    people: createPeopleSearch(database),
    calibrations,
    inOneSnapshot: <T>(work: () => T): T => database.transaction(work)(),
    volumes: createVolumes(host.platform),
    pathsOf: (named: string) => namedVideo(host, named),
    note: models.note,
    times: () => {
      times ??= store.times();
      return times;
    },
    sight: models.sight,
    meaning: models.meaning,
  };
  return {
    channels: () => channelsIn(tools),
    async find({ channels, minConfidence, rerank, ...request }) {
      const openReranker = rerank === false ? {} : { openReranker: models.reranker(rerank) };
      try {
        return await searchLibrary(
          { ...request, ...openReranker },
          { ...tools, channels, minConfidence },
          signal,
        );
      } catch (error) {
        throw translateSqliteError(error, settings.library);
      }
    },
    leave: () => closeLibrary(database),
    async close() {
      try {
        await models.close();
      } finally {
        closeLibrary(database);
      }
    },
  };
}

/** The channels in which a library holds anything. */
function channelsIn({ store, text, people }: Pick<SearchContext, 'store' | 'text' | 'people'>): Channel[] {
  const has: Record<Channel, boolean> = {
    sight: store.spaces().some(({ vectors }) => vectors > 0),
    words: text.hasSegments(),
    meaning: text.spaces().some(({ vectors }) => vectors > 0),
    people: people.people().length > 0,
  };
  return CHANNELS.filter((channel) => has[channel]);
}

/** Models that stay open from the first query that needs them. */
function createOpenModels(
  context: Context,
  manifest: Manifest,
  { profile, queries }: SearchSessionOptions,
  { store, text, calibrations }: Pick<SearchContext, 'store' | 'text' | 'calibrations'>,
) {
  const { settings, signal, printer } = context;
  const { store: models, isInstalled } = openModelStore(context);
  const use = { runs: queries === 'one' ? 'few' : 'many' } as const;
  const searchingWith = (key: string) => {
    if (printer.verbose) printer.note(`searching ${settings.library} with ${key}`);
  };
  const whileLoading = <T>(key: string, load: () => Promise<T>) =>
    whileWaiting(context, `loading ${key}`, load);
  let sight: OpenSight | undefined;
  const meanings = new Map<string, OpenMeaning>();
  const rerankers = new Map<string, Reranker>();
  const told = new Set<string>();
  const tellOnce = (note: string) => {
    if (!told.has(note)) printer.note(note);
    told.add(note);
  };
  return {
    note: tellOnce,
    sight(): OpenSight {
      if (sight !== undefined) return sight;
      const model = chooseModelToSearch(manifest, profile, store.spaces(), settings.library);
      searchingWith(model.key);
      const tools = {
        model,
        imageReader: lazyImageReader(),
        openTextEncoder: () => whileLoading(model.key, () => openTextTower(models, model, use, signal)),
        openImageEncoder: () => whileLoading(model.key, () => openPictureTower(models, model, use, signal)),
      };
      sight = openSight(tools, { store, calibrations, library: settings.library });
      return sight;
    },
    async meaning(words: string): ReturnType<SearchContext['meaning']> {
      const choice = await chooseTextModelToSearch(manifest, text.spaces(), words, isInstalled);
      if (choice === undefined || 'missing' in choice) return choice;
      const { model, space } = choice;
      const known = meanings.get(model.key);
      if (known !== undefined) return known;
      searchingWith(model.key);
      const open = () => whileLoading(model.key, () => openTextModel(models, model, use, signal));
      const opened = { space, vectors: createTextVectors(open) };
      meanings.set(model.key, opened);
      return opened;
    },
    /** Which reranker is asked may hang on the question's language. */
    reranker:
      (wish: true | string) =>
      async (question: string): Promise<Reranker> => {
        const named = wish === true ? undefined : wish;
        const model = await chooseReranker(manifest, { question, named }, isInstalled);
        const known = rerankers.get(model.key);
        if (known !== undefined) return known;
        const reranker = await whileLoading(model.key, () => openRerankerModel(models, model, 0, signal));
        rerankers.set(model.key, reranker);
        return reranker;
      },
    async close() {
      for (const reranker of rerankers.values()) await reranker.close();
      await sight?.close();
      for (const { vectors } of meanings.values()) await vectors.close();
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
