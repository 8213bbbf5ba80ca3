import { z } from 'zod';
import { nearest } from '../nearest.ts';

// A manifest is read once in a process: zod's compiling of each object's shape costs more than it saves.
z.config({ jitless: true });

// Zod's building blocks with heimdex's own words: what was expected, what was got, and the nearest thing allowed there.

/** The message of a value that is not there; `findMisfit` turns it into a sentence about the object around it. */
const MISSING = 'missing';

const expecting =
  (expected: string, candidates: readonly string[] = []) =>
  ({ input }: { input?: unknown }) =>
    input === undefined
      ? MISSING
      : `expected ${expected}, got ${shown(input)}${suggestion(input, candidates)}`;

/** Text of 1 to `max` characters that a check accepts; `expected` says what it should have been. */
export function text(
  options: { max?: number; accepts?: (value: string) => boolean; expected?: string } = {},
) {
  const { max = 200, accepts = () => true, expected = `text of 1 to ${max} characters` } = options;
  const error = expecting(expected);
  return z
    .string({ error })
    .refine((value) => value.length > 0 && value.length <= max && accepts(value), { error });
}

/** A finite number from `min` to `max`. */
export function number(min = -Number.MAX_VALUE, max = Number.MAX_VALUE) {
  const error = expecting(`a number${range(min, max)}`);
  return z.number({ error }).refine((value) => value >= min && value <= max, { error });
}

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number) {
  const error = expecting(`a whole number${range(min, max)}`);
  return z
    .number({ error })
    .refine((value) => Number.isSafeInteger(value) && value >= min && value <= max, { error });
}

export const boolean = z.boolean({ error: expecting('true or false') });

/** One of a few values. */
export function oneOf<const T extends string | number>(...choices: readonly [T, ...T[]]) {
  return z.literal(choices, { error: expecting(listed(choices), choices.map(String)) });
}

export function list<S extends z.ZodType>(item: S, min: number, max: number) {
  const wanted = min === max ? min : `${min} to ${max}`;
  const error = ({ input }: { input?: unknown }) =>
    `expected ${wanted} items, got ${(input as unknown[]).length}`;
  // Counted before the items are looked at: a million faults would be a million messages.
  return z
    .array(z.unknown(), { error: expecting('a list') })
    .refine((items) => items.length >= min && items.length <= max, { error })
    .pipe(z.array(item));
}

/** Exactly `count` numbers. */
export function numbers<T extends readonly number[]>(count: T['length']) {
  return list(number(), count, count).transform((values) => values as unknown as T);
}

/** An object with free keys. */
export function record<K extends z.ZodType<string, string>, S extends z.ZodType>(
  key: K,
  item: S,
  max: number,
) {
  // Entries, because an object's own "__proto__" is passed over by everything that copies objects.
  return z
    .custom<Record<string, unknown>>(isObject, { error: expecting('an object') })
    .superRefine((value, context) => {
      const names = Object.keys(value);
      if (names.length > max) {
        context.addIssue({ code: 'custom', message: `expected at most ${max} entries, got ${names.length}` });
      }
      for (const name of names) {
        const parsed = key.safeParse(name);
        if (!parsed.success)
          context.addIssue({ code: 'custom', path: [name], message: parsed.error.issues[0]!.message });
      }
    })
    .pipe(z.record(z.string(), item));
}

/** A field that may be absent. */
export function optional<S extends z.ZodType>(schema: S) {
  return z.exactOptional(schema);
}

/** An object with known keys: any other key is an error that names the key it resembles. */
export function object<F extends z.core.$ZodLooseShape>(fields: F) {
  return z.strictObject(fields, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return expecting('an object')(issue);
      return `unknown key${suggestion(issue.keys[0], Object.keys(fields))}`;
    },
  });
}

/** An object whose field `tag` tells which of several it is. */
export function variant<
  const O extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
>(tag: string, tags: readonly string[], options: O) {
  return z.discriminatedUnion(tag, options, {
    error: ({ input }) => {
      if (!isObject(input)) return expecting('an object')({ input });
      return expecting(listed(tags), tags)({ input: input[tag] });
    },
  });
}

/** The first thing wrong with a value that a schema refused: where, and what. */
export function findMisfit(error: z.ZodError): { place: string; message: string } {
  // A misspelt key is also a missing one: the first says more.
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0]!;
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  if (issue.message !== MISSING) return { place: placeOf(path), message: issue.message };
  return { place: placeOf(path.slice(0, -1)), message: `the key ${String(path.at(-1))} is missing` };
}

function placeOf(path: readonly PropertyKey[]): string {
  const joined = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return joined.replace(/^\./, '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function listed(choices: readonly (string | number)[]): string {
  const all = choices.map((choice) => JSON.stringify(choice)).join(', ');
  return choices.length === 1 ? all : `one of ${all}`;
}

function range(min: number, max: number): string {
  return max === Number.MAX_VALUE ? '' : ` from ${min} to ${max}`;
}

function suggestion(word: unknown, candidates: readonly string[]): string {
  const near = typeof word === 'string' ? nearest(word, candidates) : undefined;
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'an object';
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
