import { nearest } from '../nearest.ts';

/** A value that does not have the shape asked for, and the place where, such as `models.a.files[3].path`. */
export class Misfit extends Error {
  readonly place: string;

  constructor(place: string, message: string) {
    super(message);
    this.name = 'Misfit';
    this.place = place;
  }
}

/** Turns an unknown value into a known one, or throws a `Misfit`. */
export interface Shape<T> {
  read(value: unknown, place: string): T;
}

interface OptionalShape<T> {
  readonly optional: Shape<T>;
}

export type ShapeOf<S> = S extends Shape<infer T> ? T : never;

type Fields = Readonly<Record<string, Shape<unknown> | OptionalShape<unknown>>>;
type Required<F extends Fields> = {
  readonly [K in keyof F as F[K] extends Shape<unknown> ? K : never]: ShapeOf<F[K]>;
};
type Optional<F extends Fields> = {
  readonly [K in keyof F as F[K] extends OptionalShape<unknown> ? K : never]?: F[K] extends OptionalShape<
    infer T
  >
    ? T
    : never;
};

/** Text of 1 to `max` characters that a pattern or a check accepts; `expected` says what it should have been. */
export function text(
  options: { max?: number; accepts?: (value: string) => boolean; expected?: string } = {},
): Shape<string> {
  const { max = 200, accepts = () => true, expected = `text of 1 to ${max} characters` } = options;
  return {
    read(value, place) {
      if (typeof value === 'string' && value.length > 0 && value.length <= max && accepts(value))
        return value;
      throw new Misfit(place, `expected ${expected}, got ${shown(value)}`);
    },
  };
}

/** A finite number from `min` to `max`. */
export function number(min = -Number.MAX_VALUE, max = Number.MAX_VALUE): Shape<number> {
  return {
    read(value, place) {
      if (typeof value === 'number' && value >= min && value <= max) return value;
      throw new Misfit(place, `expected a number${range(min, max)}, got ${shown(value)}`);
    },
  };
}

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number): Shape<number> {
  return {
    read(value, place) {
      if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max)
        return value as number;
      throw new Misfit(place, `expected a whole number${range(min, max)}, got ${shown(value)}`);
    },
  };
}

export const boolean: Shape<boolean> = {
  read(value, place) {
    if (typeof value === 'boolean') return value;
    throw new Misfit(place, `expected true or false, got ${shown(value)}`);
  },
};

/** One of a few values. */
export function oneOf<const T extends string | number>(...choices: readonly T[]): Shape<T> {
  return {
    read(value, place) {
      if (choices.includes(value as T)) return value as T;
      const all = choices.map((choice) => JSON.stringify(choice)).join(', ');
      const expected = choices.length === 1 ? all : `one of ${all}`;
      throw new Misfit(
        place,
        `expected ${expected}, got ${shown(value)}${suggestion(value, choices.map(String))}`,
      );
    },
  };
}

export function list<T>(item: Shape<T>, min: number, max: number): Shape<readonly T[]> {
  return {
    read(value, place) {
      if (!Array.isArray(value)) throw new Misfit(place, `expected a list, got ${shown(value)}`);
      if (value.length < min || value.length > max) {
        throw new Misfit(
          place,
          `expected ${min === max ? min : `${min} to ${max}`} items, got ${value.length}`,
        );
      }
      return value.map((each, index) => item.read(each, `${place}[${index}]`));
    },
  };
}

/** An object with free keys. */
export function record<T>(
  key: Shape<string>,
  item: Shape<T>,
  max: number,
): Shape<Readonly<Record<string, T>>> {
  return {
    read(value, place) {
      const entries = Object.entries(asObject(value, place));
      if (entries.length > max)
        throw new Misfit(place, `expected at most ${max} entries, got ${entries.length}`);
      const read = entries.map(([name, each]) => {
        const inside = join(place, name);
        return [key.read(name, inside), item.read(each, inside)] as const;
      });
      return Object.fromEntries(read);
    },
  };
}

/** A field that may be absent. */
export function optional<T>(shape: Shape<T>): OptionalShape<T> {
  return { optional: shape };
}

/** An object with known keys: any other key is an error that names the key it resembles. */
export function object<F extends Fields>(fields: F): Shape<Required<F> & Optional<F>> {
  return {
    read(value, place) {
      const given = asObject(value, place);
      for (const name of Object.keys(given)) {
        if (Object.hasOwn(fields, name)) continue;
        throw new Misfit(join(place, name), `unknown key${suggestion(name, Object.keys(fields))}`);
      }
      const read: Record<string, unknown> = {};
      for (const [name, field] of Object.entries(fields)) {
        if (Object.hasOwn(given, name)) {
          read[name] = ('optional' in field ? field.optional : field).read(given[name], join(place, name));
        } else if (!('optional' in field)) {
          throw new Misfit(place, `the key ${name} is missing`);
        }
      }
      return read as Required<F> & Optional<F>;
    },
  };
}

/** An object whose field `tag` tells which of several shapes it has. */
export function variant<S extends Readonly<Record<string, Shape<unknown>>>>(
  tag: string,
  shapes: S,
): Shape<ShapeOf<S[keyof S]>> {
  return {
    read(value, place) {
      const given = asObject(value, place);
      if (!Object.hasOwn(given, tag)) throw new Misfit(place, `the key ${tag} is missing`);
      const name = oneOf(...Object.keys(shapes)).read(given[tag], join(place, tag));
      return shapes[name]!.read(value, place) as ShapeOf<S[keyof S]>;
    },
  };
}

export function asObject(value: unknown, place: string): Record<string, unknown> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Misfit(place, `expected an object, got ${shown(value)}`);
}

function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
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
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
