import { describe, expect, it } from 'vitest';
import { type EvaluateTools, evaluateSearch } from '../../src/app/evaluate-search.ts';
import { type PlacedQuery, placeExpected } from '../../src/app/place-expected.ts';
import { HeimdexError } from '../../src/domain/errors.ts';
import type { LabelledQuery } from '../../src/domain/evaluation/labelled-query.ts';
import type { PlaceFacts } from '../../src/domain/ports/library.ts';
import type { Volumes } from '../../src/domain/ports/video-walker.ts';
import type { Channel, Moment } from '../../src/domain/search-result.ts';

const never = new AbortController().signal;
const labelled = (query: string, ...tags: string[]): LabelledQuery => ({
  id: query,
  line: 3,
  query,
  images: [],
  expect: [{ video: 'a.mp4', start: 0, end: 10 }],
  tags,
});
const placed = (query: string, ...tags: string[]): PlacedQuery => ({
  ...labelled(query, ...tags),
  expect: [{ video: 'a.mp4', start: 0, end: 10, paths: new Set(['/v/a.mp4']) }],
});
const moment = (path: string): Moment => ({
  path,
  volume: 'v',
  online: true,
  start: 0,
  end: 10,
  best: 5,
  score: 1,
  confidence: null,
  rerank: null,
  why: [],
  alike: [],
});

/** Answers with moments by query and channel; refuses with a code where that is what is written there. */
function tools(answers: Record<string, readonly Moment[] | 'usage' | 'model-missing' | 'library-damaged'>) {
  const asked: string[] = [];
  const progress: string[] = [];
  let clock = 0;
  const made: EvaluateTools = {
    find: ({ query }, channels) => {
      const name = [query, ...(channels ?? [])].join(' ');
      asked.push(name);
      clock += asked.length;
      const answer = answers[name] ?? [];
      if (typeof answer === 'string') throw new HeimdexError(answer, `no: ${name}`, { hint: 'ask else' });
      return Promise.resolve(answer);
    },
    channels: ['sight', 'words'],
    now: () => clock,
    onAsked: (done, all) => {
      progress.push(`${done}/${all}`);
      return Promise.resolve();
    },
  };
  return { made, asked, progress };
}
const evaluate = (queries: readonly PlacedQuery[], made: EvaluateTools, signal = never) =>
  evaluateSearch(queries, 'q.jsonl', [1], made, signal);

describe('evaluateSearch', () => {
  it('asks all channels together, then each alone, and leaves out what a channel can’t be asked', async () => {
    const right = [moment('/v/a.mp4')];
    const { made, asked, progress } = tools({
      x: right,
      y: [moment('/v/b.mp4')],
      'x sight': right,
      'y sight': 'usage',
      'x words': 'model-missing',
    });
    const result = await evaluate([placed('x', 'en'), placed('y')], made);
    expect(asked).toEqual(['x', 'y', 'x sight', 'y sight', 'x words', 'y words']);
    expect(progress).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
    expect(result.measures).toMatchObject({ answerable: 2, mrr: 0.5, falseNothing: 0 });
    expect(result.answers.map(({ judgement }) => judgement.ranks)).toEqual([[1], [undefined]]);
    const [sight, words] = result.channels;
    expect(sight).toMatchObject({ channel: 'sight', leftOut: 1, measures: { answerable: 1, mrr: 1 } });
    expect(words).toMatchObject({
      channel: 'words',
      leftOut: 1,
      measures: { answerable: 1, falseNothing: 1 },
    });
    expect(result.tags).toMatchObject([{ tag: 'en', measures: { answerable: 1, mrr: 1 } }]);
    // The clock of these tools goes on by one more with each question.
    expect(result.latency).toEqual({ firstMs: 1, p50Ms: 2, p95Ms: 2 });
    expect(sight!.latency).toEqual({ firstMs: 3, p50Ms: null, p95Ms: null });
  });

  it('names the line of a query that can’t be asked at all, and lets other failures be what they are', async () => {
    await expect(evaluate([placed('x')], tools({ x: 'usage' }).made)).rejects.toMatchObject({
      code: 'usage',
      message: 'q.jsonl:3: no: x',
      hint: 'ask else',
    });
    for (const answers of [{ x: 'library-damaged' }, { 'x sight': 'library-damaged' }] as const) {
      await expect(evaluate([placed('x')], tools(answers).made)).rejects.toMatchObject({
        code: 'library-damaged',
        message: `no: ${Object.keys(answers)[0]}`,
      });
    }
  });

  it('stops between two questions when asked to', async () => {
    const stop = new AbortController();
    const { made, asked } = tools({});
    const find = (query: PlacedQuery, channels: readonly Channel[] | undefined, signal: AbortSignal) => {
      stop.abort(130);
      return made.find(query, channels, signal);
    };
    const work = evaluate([placed('x'), placed('y')], { ...made, find }, stop.signal);
    await expect(work).rejects.toMatchObject({ code: 'interrupted' });
    expect(asked).toEqual(['x']);
  });
});

describe('evaluateSearch, asking what never waits for anything', () => {
  it('lets an interruption arrive where whoever follows it gives way', async () => {
    const stop = new AbortController();
    const { made, asked } = tools({});
    setImmediate(() => stop.abort(130));
    const onAsked = () => new Promise<void>((resolve) => setImmediate(resolve));
    const many = Array.from({ length: 50 }, (_, at) => placed(`q${at}`));
    await expect(evaluate(many, { ...made, onAsked }, stop.signal)).rejects.toMatchObject({
      code: 'interrupted',
    });
    expect(asked.length).toBeLessThan(3);
  });
});

describe('placeExpected', () => {
  const at = (path: string): PlaceFacts => ({ volume: 'id', volumeLabel: 'v', mountPath: '/old', path });
  const volumes = { mountPathOf: () => '/v' } as unknown as Volumes;
  const places = new Map([
    [1, [at('one/a.mp4'), at('copies/z.mp4')]],
    [2, [at('two/b.mp4')]],
    [3, [at('three/b.mp4')]],
  ]);
  const place = (video: string) =>
    placeExpected(
      [{ ...labelled('x'), expect: [{ video, start: 0, end: 1 }] }],
      'q.jsonl',
      places,
      volumes,
    )[0]!.expect[0]!;

  it('finds a video by an end of its path, with all its places', () => {
    for (const video of ['a.mp4', 'one/a.mp4', '/v/one/a.mp4', 'z.mp4'])
      expect([...place(video).paths], video).toEqual(['/v/one/a.mp4', '/v/copies/z.mp4']);
    expect([...place('two/b.mp4').paths]).toEqual(['/v/two/b.mp4']);
  });

  it('names the line where there is none, or several', () => {
    for (const video of ['c.mp4', '.mp4', 'e/a.mp4', '/old/one/a.mp4'])
      expect(() => place(video), video).toThrow(`q.jsonl:3: the library has no video ${video}`);
    expect(() => place('b.mp4')).toThrow(
      'q.jsonl:3: b.mp4 fits several videos: /v/two/b.mp4, /v/three/b.mp4',
    );
  });
});
