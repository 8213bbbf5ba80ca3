// One search in a process of its own, for million.mjs: HOW BUILT LIBRARY K, the query's vector on stdin.
const begun = performance.now();

import { readFileSync } from 'node:fs';

const [how, built, path, k] = process.argv.slice(2);
const load = (name) =>
  import(`file://${built.startsWith('/') ? '' : `${process.cwd()}/`}${built}/${name}.js`);
// What a caller hands over is no part of a search.
const before = performance.now();
const given = JSON.parse(readFileSync(0, 'utf8'));
const handed = performance.now() - before;
const [{ openLibraryToRead, closeLibrary }, { createSearchStore }] = await Promise.all([
  load('open-library'),
  load('create-search-store'),
]);
const database = openLibraryToRead(path);
const store = createSearchStore(database);
const [space] = store.spaces();
const opened = performance.now();
if (how === 'all') {
  const times = [];
  const ids = given.map((query) => {
    const start = performance.now();
    const hits = store.nearest(space, Float32Array.from(query), Number(k), {});
    times.push(performance.now() - start);
    return hits.map(({ frame }) => frame);
  });
  console.log(JSON.stringify({ ids, times }));
} else {
  const query = Float32Array.from(given);
  const ids =
    how === 'own'
      ? store.nearest(space, query, Number(k), {}).map(({ frame }) => frame)
      : database
          .prepare(`SELECT frame_id FROM vector_${space.id} ORDER BY vec_distance_cosine(value, ?) LIMIT ?`)
          .pluck()
          .all(query, Number(k));
  const searched = performance.now();
  closeLibrary(database);
  const took = performance.now() - begun - handed;
  const { user, system } = process.cpuUsage();
  const rss = process.resourceUsage().maxRSS / 1000;
  console.log(JSON.stringify({ ids, took, search: searched - opened, cpu: (user + system) / 1000, rss }));
}
