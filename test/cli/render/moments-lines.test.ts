import { expect, it } from 'vitest';
import type { Context } from '../../../src/cli/context.ts';
import { momentsLines } from '../../../src/cli/render/moments-lines.ts';
import type { Moment } from '../../../src/domain/search-result.ts';

const context = { host: { cwd: '/' }, printer: { colour: false } } as unknown as Context;
const seen = (name: string, rank: number) =>
  ({ channel: 'people', rank, score: 0.9, confidence: null, name }) as const;

it('names each person below a moment once, however many parts of the query ask for her', () => {
  const moment: Moment = {
    path: '/v/a.mp4',
    volume: '/',
    online: true,
    start: 0,
    end: 4_000_000,
    best: 1_000_000,
    score: 1,
    confidence: null,
    rerank: null,
    why: [seen('Theo', 1), seen('Mina', 1), seen('Theo', 2)],
    alike: [],
  };
  expect(momentsLines([moment], context).slice(2)).toEqual(['       Theo, Mina']);
  expect(momentsLines([moment], context, { explain: true }).slice(3)).toHaveLength(3);
});
