import type { ImportSummary } from '../../app/models/import-models.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import { printable } from '../../domain/printable.ts';
import { table } from './table.ts';

type Imported = ImportSummary['models'][number];

/** `new`: at least one file of it is not here; `here`: all are; `refused`: it is another than the one that is known here. */
function stateOf({ refusal, missing, isNew }: Imported): 'new' | 'here' | 'refused' {
  if (refusal !== undefined) return 'refused';
  return missing.length > 0 || isNew ? 'new' : 'here';
}

const bytesOf = ({ model }: Imported) => model.files.reduce((sum, file) => sum + file.bytes, 0);

/** What is in an archive, for a person: a line a model. */
export function importLines({ models }: ImportSummary): string[] {
  const rows = models.map((each) => [
    each.model.role,
    printable(each.model.key),
    each.model.source.revision.slice(0, 12),
    String(each.model.files.length),
    formatBytes(bytesOf(each)),
    printable(each.refusal === undefined ? stateOf(each) : `refused: ${each.refusal}`),
  ]);
  return table(['role', 'model', 'revision', 'files', 'size', 'state'], rows, [
    'left',
    'left',
    'left',
    'right',
    'right',
  ]);
}

export function importDocument(summary: ImportSummary, file: string, dryRun: boolean): object {
  return {
    schema: 'heimdex.import-result/1',
    file,
    dryRun,
    files: summary.files,
    bytes: summary.bytes,
    models: summary.models.map((each) => ({
      key: each.model.key,
      role: each.model.role,
      revision: each.model.source.revision,
      bytes: bytesOf(each),
      state: stateOf(each),
      reason: each.refusal ?? null,
    })),
  };
}
