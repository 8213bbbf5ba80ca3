/** What lies at a dotted path of a parsed JSON document; undefined where nothing does. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const name of path.split('.')) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** The first of some places that holds a whole number of 1 or more. */
export function countAt(document: unknown, ...paths: string[]): number | undefined {
  return paths.map((path) => valueAt(document, path)).find(isCount);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** The text at a path of a document. */
export function textAt(document: unknown, path: string): string | undefined {
  const value = valueAt(document, path);
  return typeof value === 'string' ? value : undefined;
}
