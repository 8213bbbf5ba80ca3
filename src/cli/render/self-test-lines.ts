import type { SelfTestFinding } from '../../app/models/self-test-models.ts';
import { printable } from '../../domain/printable.ts';

/** A self-test's finding as a line of the result. */
export function selfTestLine({ model, state, cosine, expected, actual, note }: SelfTestFinding): string {
  const details = [
    ...(cosine === null || state === 'differs' ? [] : [`cosine ${cosine.toFixed(6)}`]),
    ...(expected === null ? [] : [`expected ${expected}, got ${actual}`]),
    ...(note === null ? [] : [note]),
  ];
  return printable([state.padEnd(10), model, ...details].join('  '));
}

/** Whether something is wrong with the model or with what runs it. */
export function isFailedSelfTest({ state }: SelfTestFinding): boolean {
  return state === 'differs' || state === 'fails' || state === 'crashed';
}

/** What is said on stderr of models that fail: a line each, and a next step; nothing where none does. */
export function selfTestWarnings(
  findings: readonly SelfTestFinding[],
  placeOf: (model: string) => string,
): string[] {
  const failed = findings.filter(isFailedSelfTest);
  if (failed.length === 0) return [];
  const lines = failed.map(({ model, state, expected, actual, note }) => {
    const more = note === null ? '' : ` (${note})`;
    return state === 'differs'
      ? `heimdex: the model ${model} gives something else than recorded: expected ${expected}, got ${actual}${more}`
      : `heimdex: the model ${model} does not run here: ${note}`;
  });
  return [...lines, `try: ${hintFor(failed[0]!, placeOf)}`].map(printable);
}

function hintFor({ model, state }: SelfTestFinding, placeOf: (model: string) => string): string {
  switch (state) {
    case 'differs':
      return `install heimdex again; where the model was changed on purpose, remove ${placeOf(model)} and run it again`;
    case 'crashed':
      return 'see whether memory is short, then install heimdex again, with its runtime';
    default:
      return `correct the entry of ${model} in the manifest, or install heimdex again, with its runtime`;
  }
}
