import type { ClueGraph, GraphPart } from './clues.ts';

/** Groups of number formats that a file's name may stand for; the name is finer within a group. */
const FAMILY: Readonly<Record<string, string>> = {
  float32: 'fp32',
  float16: 'fp16',
  bfloat16: 'bf16',
  float64: 'fp64',
};
const SMALL = new Set(['uint8', 'int8', 'uint4', 'int4']);

/**
 * The number format of a model in words, from its graphs' names where their weights don't say otherwise: `q8`, or
 * `fp32 encoder, q8 decoder`.
 */
export function dtypeOf(
  graphs: ReadonlyMap<GraphPart, ClueGraph>,
  named: ReadonlyMap<GraphPart, string | undefined>,
): string {
  const dtypes = [...graphs].map(([part, graph]) => [part, dtypeOfGraph(graph, named.get(part))] as const);
  const different = new Set(dtypes.map(([, dtype]) => dtype));
  return different.size === 1 ? dtypes[0]![1] : dtypes.map(([part, dtype]) => `${dtype} ${part}`).join(', ');
}

function dtypeOfGraph({ facts }: ClueGraph, named: string | undefined): string {
  const [type] = [...facts.weights].filter(([name]) => name !== 'int64').sort((a, b) => b[1] - a[1])[0] ?? [
    'float32',
  ];
  const seen = SMALL.has(type) ? 'q8' : (FAMILY[type] ?? type);
  // The name "fp32" is the lack of a suffix, so the weights know better.
  return named === undefined || (named === 'fp32' && seen !== 'fp32') ? seen : named;
}
