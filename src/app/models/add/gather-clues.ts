import { HeimdexError } from '../../../domain/errors.ts';
import { type ChosenFiles, DOCUMENTS } from '../../../domain/manifest/infer/choose-files.ts';
import type { ClueGraph, Clues, GraphPart } from '../../../domain/manifest/infer/clues.ts';
import { externalPaths } from '../../../domain/manifest/infer/external-paths.ts';
import type { GraphReader } from '../../../domain/ports/graph-reader.ts';

/** What can be read of a model before it is one. */
export interface ModelFiles {
  /** All paths that there are. */
  readonly paths: readonly string[];
  /** The absolute path of a graph. */
  pathOf(path: string): string;
  readText(path: string): Promise<string>;
}

/** What the graphs say, with the files that hold their weights, all of which must be there. */
export function readGraphs(
  { graphs }: ChosenFiles,
  files: Pick<ModelFiles, 'paths' | 'pathOf'>,
  reader: GraphReader,
): { graphs: ReadonlyMap<GraphPart, ClueGraph>; external: readonly string[] } {
  const read = new Map(
    [...graphs].map(([part, path]) => [part, { path, facts: reader.read(files.pathOf(path), path) }]),
  );
  const external = [...new Set([...read.values()].flatMap(externalPaths))];
  const absent = external.find((path) => !files.paths.includes(path));
  if (absent === undefined) return { graphs: read, external };
  throw new HeimdexError('model-missing', `${absent}, which holds weights of the graph, is not there`, {
    hint: 'put it beside the graph, from where the graph came',
  });
}

/**
 * Reads the JSON files that tell a model's constants.
 *
 * @throws HeimdexError `model-damaged` for one that is not JSON
 */
export async function readDocuments(files: Omit<ModelFiles, 'pathOf'>): Promise<Clues['documents']> {
  const documents = new Map<string, unknown>();
  for (const path of DOCUMENTS.filter((each) => files.paths.includes(each))) {
    const text = await files.readText(path);
    try {
      documents.set(path, JSON.parse(text));
    } catch (error) {
      throw new HeimdexError('model-damaged', `${path} is not JSON: ${(error as Error).message}`, {
        hint: 'take it again from where the model came',
        cause: error,
      });
    }
  }
  return documents;
}
