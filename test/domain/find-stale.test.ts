import { expect, it } from 'vitest';
import { findStale, type RunRecord } from '../../src/domain/find-stale.ts';

const PRESENT = 'space=2 interval=1 thumbnail=320';
const run = (parameters: string, state: RunRecord['state'] = 'done'): RunRecord => ({ parameters, state });

it.each([
  ['has run as it would now', [run(PRESENT)], undefined],
  ['has run so, and is damaged', [run(PRESENT, 'partial')], undefined],
  ['has run so after another way', [run('space=1 interval=9 thumbnail=1'), run(PRESENT)], undefined],
  ['has never run', [], { reason: 'not-indexed', parameters: [] }],
  ['has failed', [run(PRESENT, 'failed')], { reason: 'failed', parameters: [] }],
  ['has another model', [run('space=1 interval=1 thumbnail=320')], { reason: 'other-model', parameters: [] }],
  [
    'was sampled in another way',
    [run('space=2 interval=2 thumbnail=320')],
    { reason: 'other-parameters', parameters: ['interval=2'] },
  ],
] as const)('a video that %s', (_, runs, stale) => {
  expect(findStale(runs, PRESENT)).toEqual(stale);
});
