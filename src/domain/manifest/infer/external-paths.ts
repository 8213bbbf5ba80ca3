import { HeimdexError } from '../../errors.ts';
import { isSafeRelativePath } from '../safe-path.ts';
import type { ClueGraph } from './clues.ts';

/**
 * The files with weights that a graph names, relative to the model's folder as the graph itself is.
 *
 * @throws HeimdexError `model-damaged` where a name leads, or could lead, out of the folder (faults.md C5)
 */
export function externalPaths({ path, facts }: ClueGraph): string[] {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  return facts.externalFiles.map((location) => {
    const joined = `${folder}${location}`;
    if (isSafeRelativePath(location) && isSafeRelativePath(joined)) return joined;
    throw new HeimdexError('model-damaged', `${path} looks for weights outside its folder: ${location}`, {
      hint: 'use another export of the model; this one may want to read files of yours',
    });
  });
}
