import { mulberry32 } from '../kill-loop.mjs';

/** What is seen and said. Some begin others, and one is said next to everywhere. */
export const WORDS =
  'alpha beta gamma delta epsilon zeta theta iota kappa lambda boat boats car carpet sun sunset'.split(' ');
export const COMMON = 'the we go sunny boatman cars'.split(' ');
export const PEOPLE = ['Anna', 'Ben Berg', undefined, 'Carla'];
export const VOLUMES = ['home', 'archive', 'Sticks'];

/** Random numbers and choices, the same for a seed. */
export function createRandom(seed) {
  const next = mulberry32(seed);
  const below = (count) => Math.floor(next() * count);
  return {
    next,
    below,
    pick: (list) => list[below(list.length)],
    chance: (share) => next() < share,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** A query of the whole language. */
export function randomQuery(random) {
  const { below, pick, chance } = random;
  const word = () => pick(WORDS);
  const sometimes = (share, text) => (chance(share) ? [text()] : []);
  const person = () => `person:${pick(['Anna', '"Ben Berg"', 'Carla', 'unknown'])}`;
  const description = () =>
    pick([
      () => word(),
      () => `${word()} ${word()}`,
      () => `"${word()} ${word()}"`,
      () => `${word()} + ${word()}`,
      () => `${word()} -${word()}`,
      () => `2:${word()} + ${word()}`,
      () => `${word()} -0.5:${word()}`,
    ])();
  const filter = () =>
    pick([
      () => `in:${pick(['2023/**', '2024/', 'x/y/a*', '*.mp4'])}`,
      () => `-in:${pick(['2023/**', 'b*'])}`,
      () => `on:${pick(['home', 'archive', 'sticks'])}`,
      () => '-on:archive',
      () => `before:${2020 + below(5)}-0${1 + below(9)}`,
      () => `after:${2020 + below(4)}`,
      () => `longer:${below(100)}s`,
      () => `shorter:${10 + below(200)}s`,
      () => `lang:${pick(['en', 'ko', 'de'])}`,
      () => `-lang:${pick(['en', 'ko', 'de'])}`,
    ])();
  const clause = () =>
    [
      pick([
        description,
        description,
        description,
        () => `said:${word()}`,
        () => `said:"${word()} ${word()}"`,
        person,
      ])(),
      ...sometimes(0.2, () => `said:${word()}`),
      ...sometimes(0.15, person),
      ...sometimes(0.2, () => `-said:${pick([...WORDS, ...COMMON])}`),
      ...sometimes(0.15, () => `-${person()}`),
      ...sometimes(0.35, filter),
    ].join(' ');
  const part = () => `(${clause()})`;
  const limit = () => `then<${pick(['2s', '20s', '5m'])}`;
  return pick([
    clause,
    clause,
    clause,
    clause,
    clause,
    () => `${part()} | ${part()}`,
    () => `${part()} & ${part()}`,
    () => `${part()} ${limit()} ${part()}`,
    () => `${part()} then ${part()} ${limit()} ${part()}`,
    () => `(${part()} | ${part()}) & ${part()} -said:${word()}`,
  ])();
}
