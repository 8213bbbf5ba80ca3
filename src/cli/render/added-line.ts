import type { AddSummary } from '../../app/models/add/add-tools.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import { printable } from '../../domain/printable.ts';
import { counted } from './counted.ts';

/** The result of `models add` as a line for a person. */
export function addedLine(outcome: AddSummary['outcome'], { key, role, dtype, files }: Model): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const words = {
    added: 'added',
    replaced: 'replaced',
    restored: 'put back files of',
    unchanged: 'nothing to do for',
  };
  const what = `${role}, ${dtype}, ${counted(files.length, 'file')}, ${formatBytes(bytes)}`;
  const why = outcome === 'unchanged' ? ', which is here with this content' : '';
  return printable(`${words[outcome]} ${key} (${what})${why}`);
}
