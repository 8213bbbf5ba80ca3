import { openTokenizer, type Tokenizer } from '../open-tokenizer.ts';
import type { TestedFiles } from './open-tested-graph.ts';

/**
 * Opens the model's tokenizer in the form that searches will use: the first time that happens it is compiled and kept, so
 * that the first search need not.
 *
 * @throws HeimdexError `model-damaged`
 */
export function openTestedTokenizer(files: TestedFiles, path: string): Tokenizer {
  return openTokenizer(files.pathOf(path), files.model, files.tokenizerPlace(path));
}
