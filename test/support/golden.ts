import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ImageTextModel } from '../../src/domain/manifest/schema.ts';
import { type UnitVector, unit } from '../../src/domain/vector.ts';

/** The absolute path of a golden file (tools/golden/README.md). */
export function golden(path: string): string {
  return fileURLToPath(new URL(`../golden/files/${path}`, import.meta.url));
}

export function goldenJson<T>(path: string): T {
  return JSON.parse(readFileSync(golden(path), 'utf8')) as T;
}

/** The manifest's entries for the tiny model: float and quantised. */
export const TINY_MODELS = goldenJson<ImageTextModel[]>('manifest-entry.json');
export const [TINY, TINY_QUANTIZED] = TINY_MODELS as [ImageTextModel, ImageTextModel];

/** The absolute path of a file of the tiny model. */
export function tinyFile(path: string): string {
  return golden(`tiny-siglip2/${path}`);
}

/** Rows of little-endian 32-bit floats. */
export function goldenRows(path: string, columns: number): Float32Array[] {
  const bytes = readFileSync(golden(path));
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  return Array.from({ length: values.length / columns }, (_, row) =>
    values.subarray(row * columns, (row + 1) * columns),
  );
}

export function goldenUnits(path: string, columns: number): UnitVector[] {
  return goldenRows(path, columns).map(unit);
}
