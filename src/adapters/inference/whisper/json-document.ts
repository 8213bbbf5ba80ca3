import { readFileSync } from 'node:fs';

/** A JSON file of a model, asked for single values. */
export interface JsonDocument {
  /** A positive whole number that must be there. */
  count(key: string): number;
  /** Whatever is there. */
  value(key: string): unknown;
}

/** No size of any model comes near this. */
const MAX_SIZE = 1_000_000;

/**
 * Reads a JSON file of a model.
 *
 * @param file where it lies
 * @param path its path in the manifest, for messages
 * @param refuse makes the error that is thrown where the file is no JSON or a number is missing
 */
export function readJsonDocument(
  file: string,
  path: string,
  refuse: (message: string, options?: { cause: unknown }) => Error,
): JsonDocument {
  let document: Record<string, unknown>;
  try {
    document = Object(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw refuse(`${path} can't be read: ${(error as Error).message}`, { cause: error });
  }
  return {
    value: (key) => document[key],
    count: (key) => {
      const value = document[key];
      if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_SIZE)
        return value;
      throw refuse(`${path}: ${key}: expected a whole number, got ${JSON.stringify(value) ?? 'nothing'}`);
    },
  };
}
