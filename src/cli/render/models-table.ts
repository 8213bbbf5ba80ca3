import type { ListedModel } from '../../app/models/list-models.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import type { UnpinnedModel } from '../../domain/manifest/schema.ts';
import { printable } from '../../domain/printable.ts';
import { table } from './table.ts';

export interface ProfileTotal {
  readonly name: string;
  readonly models: number;
  readonly bytes: number;
  /** Bytes of its files that are here. */
  readonly here: number;
}

export function bytesOf(listed: ListedModel): number {
  return listed.model.files.reduce((sum, file) => sum + file.bytes, 0);
}

/** Bytes of a model's files that are here and fit. */
export function bytesHere(listed: ListedModel): number {
  return listed.files.reduce((sum, { state, file }) => (state === 'ok' ? sum + file.bytes : sum), 0);
}

/** `heimdex models list` for a person: a line a model, then a line a profile. */
export function modelsTable(
  models: readonly ListedModel[],
  profiles: readonly ProfileTotal[],
  unpinned: readonly (readonly [string, UnpinnedModel])[] = [],
): string[] {
  const open = unpinned.map(([key, { role, dtype, licence }]) =>
    [role, key, dtype, '?', licence, 'unpinned'].map(printable),
  );
  const rows = models.map((listed) => {
    const { model, state } = listed;
    return [model.role, model.key, model.dtype, formatBytes(bytesOf(listed)), model.licence, state].map(
      printable,
    );
  });
  const totals = profiles.map(({ name, models: count, bytes, here }) => [
    printable(name),
    String(count),
    formatBytes(bytes),
    here === bytes ? 'all' : formatBytes(here),
  ]);
  return [
    ...table(
      ['role', 'model', 'weights', 'size', 'licence', 'state'],
      [...rows, ...open],
      ['left', 'left', 'left', 'right'],
    ),
    '',
    ...table(['profile', 'models', 'size', 'here'], totals, ['left', 'right', 'right', 'right']),
  ];
}
