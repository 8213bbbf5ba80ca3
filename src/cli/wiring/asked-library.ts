import type Database from 'better-sqlite3';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { readManifest } from '../../adapters/files/read-manifest.ts';
import { createImageReader } from '../../adapters/image/create-image-reader.ts';
import { createPeopleSearch } from '../../adapters/sqlite/create-people-search.ts';
import { createSearchStore } from '../../adapters/sqlite/create-search-store.ts';
import { createTextSearch } from '../../adapters/sqlite/create-text-search.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { chooseModelToSearch } from '../../app/choose-sight-model.ts';
import { chooseTextModelToSearch } from '../../app/choose-text-model.ts';
import type { EvaluateTools } from '../../app/evaluate-search.ts';
import type { PlacedQuery } from '../../app/place-expected.ts';
import { type SearchDependencies, searchLibrary } from '../../app/search-library.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { Manifest } from '../../domain/manifest/schema.ts';
import { parseQuery, type Query } from '../../domain/query.ts';
import type { Channel, Moment } from '../../domain/search-result.ts';
import type { Space } from '../../domain/space.ts';
import type { Context } from '../context.ts';
import { openModelStore, openPictureTower, openTextTower } from './sight-model.ts';
import { openTextModel } from './text-model.ts';

export interface AskedLibrary extends Pick<EvaluateTools, 'find' | 'channels'> {
  close(): Promise<void>;
}

/** So deep that what one channel found is not cut off by what others did. */
const DEPTH = 200;

/** Opens a library to be asked many queries, with models that stay open, and tells which channels it has. */
export async function openAskedLibrary(
  context: Context,
  { limit, profile }: { limit: number; profile: string | undefined },
): Promise<AskedLibrary> {
  const { settings } = context;
  const manifest = await readManifest(settings);
  const database = openLibraryToRead(settings.library);
  const models = createOpenModels();
  const toolsFor = searchTools(context, { manifest, database, profile, models });
  const ask = async (
    { query, images }: PlacedQuery,
    only: 'sight' | 'speech' | undefined,
    most: number,
    signal: AbortSignal,
  ): Promise<Moment[]> => {
    const parsed = parseQuery(query);
    const request = { query: parsed, images, limit: most, ...(only === undefined ? {} : { only }) };
    try {
      return await searchLibrary(request, settings.library, toolsFor(parsed), signal);
    } catch (error) {
      throw translateSqliteError(error, settings.library);
    }
  };
  return {
    channels: channelsOf(database),
    async find(query, channels, signal) {
      const channel = channels?.[0];
      if (channel === undefined) return ask(query, undefined, limit, signal);
      if (channel === 'sight') return ask(query, 'sight', limit, signal);
      requireQuestionFor(channel, query);
      if (channel === 'people') return ask(query, undefined, limit, signal);
      return ofChannel(channel, await ask(query, 'speech', DEPTH, signal)).slice(0, limit);
    },
    async close() {
      closeLibrary(database);
      await models.close();
    },
  };
}

/** What one query after the other is searched with. */
function searchTools(
  context: Context,
  asked: {
    manifest: Manifest;
    database: Database.Database;
    profile: string | undefined;
    models: ReturnType<typeof createOpenModels>;
  },
): (query: Query) => SearchDependencies {
  const { settings, signal } = context;
  const { manifest, database, models } = asked;
  const { store: files, isInstalled } = openModelStore(context);
  const store = createSearchStore(database);
  const text = createTextSearch(database);
  const imageReader = createImageReader();
  return (query) => ({
    store,
    text,
    people: createPeopleSearch(database),
    volumes: createVolumes(context.host.platform),
    chooseSight() {
      const model = chooseModelToSearch(manifest, asked.profile, store.spaces(), settings.library);
      return {
        model,
        imageReader,
        openTextEncoder: () => models.open('text', () => openTextTower(files, model, signal)),
        openImageEncoder: () => models.open('pictures', () => openPictureTower(files, model, signal)),
      };
    },
    async chooseMeaning() {
      const words = query.terms.map((term) => term.text).join(' ');
      const choice = await chooseTextModelToSearch(manifest, text.spaces(), words, isInstalled);
      if (choice === undefined || 'missing' in choice) return undefined;
      const { model, space } = choice;
      const open = () => openTextModel(files, model, 0, signal);
      return { space, openEncoder: () => models.open(`passages ${model.key}`, open) };
    },
  });
}

/** Models that stay open until all are closed: whoever closes one leaves it to the next. */
function createOpenModels() {
  const opened = new Map<string, Promise<{ close(): Promise<void> }>>();
  return {
    async open<T extends { close(): Promise<void> }>(name: string, load: () => Promise<T>): Promise<T> {
      if (!opened.has(name)) opened.set(name, load());
      const model = (await opened.get(name)) as T;
      return { ...model, close: () => Promise.resolve() };
    },
    async close(): Promise<void> {
      for (const model of await Promise.allSettled(opened.values()))
        if (model.status === 'fulfilled') await model.value.close();
    },
  };
}

/** What a channel found, in its own order. */
function ofChannel(channel: Channel, moments: readonly Moment[]): Moment[] {
  const rankOf = ({ why }: Moment) => why.find((reason) => reason.channel === channel)?.rank;
  return moments.filter((moment) => rankOf(moment) !== undefined).sort((a, b) => rankOf(a)! - rankOf(b)!);
}

function requireQuestionFor(channel: Exclude<Channel, 'sight'>, { query, images }: PlacedQuery): void {
  const { terms, said, people } = parseQuery(query);
  const describes = terms.some(({ sign }) => sign === 1);
  const can = {
    words: describes || said.wanted.length > 0,
    meaning: describes,
    people: people.wanted.length > 0 && !describes && said.wanted.length + images.length === 0,
  };
  if (!can[channel]) throw new HeimdexError('usage', `${channel} can't be asked this`);
}

function channelsOf(database: Database.Database): Channel[] {
  const text = createTextSearch(database);
  const holdsVectors = (spaces: readonly Space[]) => spaces.some(({ vectors }) => vectors > 0);
  const has: Record<Channel, boolean> = {
    sight: holdsVectors(createSearchStore(database).spaces()),
    words: text.hasSegments(),
    meaning: holdsVectors(text.spaces()),
    people: createPeopleSearch(database).people().length > 0,
  };
  return (Object.keys(has) as Channel[]).filter((channel) => has[channel]);
}
