import { HeimdexError } from '../../../domain/errors.ts';
import type { Clues } from '../../../domain/manifest/infer/clues.ts';
import { trialsOf } from '../../../domain/manifest/infer/trials.ts';
import type { Model } from '../../../domain/manifest/schema.ts';
import type { GraphReader } from '../../../domain/ports/graph-reader.ts';

/**
 * Loads each graph of a model as it lies in the store, and holds what it gives against the model's configuration.
 *
 * @throws HeimdexError `model-damaged` where the runtime refuses a graph, `usage` where it gives something else
 */
export async function tryOutModel(
  model: Model,
  clues: Clues,
  folder: string,
  graphs: GraphReader,
): Promise<void> {
  for (const { path, feeds, output, expected } of trialsOf(model, clues)) {
    const shapes = await graphs.tryOut(`${folder}/${path}`, `${model.key}/${path}`, feeds);
    if (output === undefined || expected === undefined) continue;
    const shape = shapes.get(output) ?? [];
    if (shape.length === expected.length && shape.every((length, at) => length === expected[at])) continue;
    throw new HeimdexError(
      'usage',
      `${path} gives ${output} as ${shape.join('×')}, where the configuration means ${expected.join('×')}`,
      { hint: 'correct the constant with --set NAME=VALUE' },
    );
  }
}
