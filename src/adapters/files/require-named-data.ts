import { posix } from 'node:path';
import { HeimdexError } from '../../domain/errors.ts';
import { graphsOf } from '../../domain/manifest/graphs-of.ts';
import { isSafeRelativePath } from '../../domain/manifest/safe-path.ts';
import type { Model } from '../../domain/manifest/schema.ts';
import type { OpenedModel } from '../../domain/ports/model-store.ts';
import { listExternalData, NoGraph } from './list-external-data.ts';

/**
 * Makes sure that the graphs of a model take their weights from files of the model alone. The runtime would read any
 * other file that lies beside them, and nobody would have checked it.
 *
 * @throws HeimdexError `model-damaged`
 */
export function requireNamedData(model: Model, pathOf: OpenedModel['pathOf']): void {
  const named = new Set(model.files.map(({ path }) => path));
  for (const graph of graphsOf(model)) {
    for (const location of externalData(model, graph, pathOf(graph))) {
      const path = isSafeRelativePath(location) && posix.join(posix.dirname(graph), location);
      if (path !== false && named.has(path)) continue;
      throw new HeimdexError(
        'model-damaged',
        `the model ${model.key} can't be used: ${graph} wants weights from "${location}", which is no file of the model`,
        { hint: `see where ${model.key} comes from; its manifest must name each file that it reads` },
      );
    }
  }
}

function externalData(model: Model, graph: string, path: string): Set<string> {
  try {
    return listExternalData(path);
  } catch (error) {
    if (!(error instanceof NoGraph)) throw error;
    throw new HeimdexError(
      'model-damaged',
      `the model ${model.key} can't be used: ${graph} is no ONNX file: ${error.message}`,
      { hint: `see where ${model.key} comes from`, cause: error },
    );
  }
}
