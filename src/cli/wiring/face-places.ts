import type Database from 'better-sqlite3';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { createSearchStore } from '../../adapters/sqlite/create-search-store.ts';
import { showPlace } from '../../app/search/current-places.ts';
import type { Context } from '../context.ts';
import { shownPath } from '../paths.ts';
import type { PlaceOfFace } from '../render/people-lines.ts';

/** Tells where faces are: by whole paths, or as people read them. */
export function placeFinder(
  { host }: Context,
  database: Database.Database,
  isAbsolute: boolean,
): PlaceOfFace {
  const places = createSearchStore(database).places();
  const volumes = createVolumes(host.platform);
  return ({ video }) => {
    const { path, online } = showPlace(places.get(video) ?? [], volumes);
    return { path: isAbsolute ? path : shownPath(host, path), online };
  };
}
