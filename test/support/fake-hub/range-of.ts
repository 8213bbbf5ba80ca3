/**
 * Reads a Range header: the first place and the one after the last. `undefined`: none, or one of a form that a server
 * may ignore; `unsatisfiable`: it begins behind the end.
 */
export function rangeOf(
  header: string | undefined,
  size: number,
): { from: number; to: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return from >= size || to <= from ? 'unsatisfiable' : { from, to };
}
