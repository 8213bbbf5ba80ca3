import type { PreviewedFile, PullPreview } from '../../app/models/preview-pull.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import { printable } from '../../domain/printable.ts';
import { table } from './table.ts';

/** What a pull would do, for a person: a line a file, then the sums. */
export function pullPlanTable({ files, download, adopt, free }: PullPreview): string[] {
  const rows = files.map(({ model, file, ...rest }) =>
    [model.key, file.path, formatBytes(file.bytes), whereFrom(rest)].map(printable),
  );
  return [
    ...table(['model', 'file', 'size', 'from'], rows, ['left', 'left', 'right', 'left']),
    '',
    `to download: ${formatBytes(download)}`,
    `to take from the Hugging Face cache: ${formatBytes(adopt)}`,
    `free: ${formatBytes(free)}`,
  ];
}

function whereFrom({ how, from, kept }: Pick<PreviewedFile, 'how' | 'from' | 'kept'>): string {
  const some = kept > 0 ? `, ${formatBytes(kept)} of it here already` : '';
  switch (how) {
    case 'here':
      return 'here already';
    case 'bundled':
      return 'comes with heimdex';
    case 'missing':
      return 'not here, and on no server';
    case 'adopt':
    case 'download':
      return `${from}${some}`;
  }
}

/** The same as a document. */
export function pullPlanDocument(
  models: readonly string[],
  { files, download, adopt, free }: PullPreview,
): object {
  return {
    schema: 'heimdex.pull-plan/1',
    models,
    files: files.map(({ model, file, how, from, kept }) => ({
      model: model.key,
      path: file.path,
      bytes: file.bytes,
      how,
      from: from ?? null,
      kept,
    })),
    download,
    adopt,
    free,
  };
}
