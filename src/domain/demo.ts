import { z } from 'zod';

const seconds = z.number().min(0);
const expected = z.strictObject({ video: z.string(), start: seconds, end: seconds });

const demoSchema = z.object({
  videos: z.array(z.object({ file: z.string(), sidecar: z.string().optional() })).min(1),
  queries: z
    .array(
      z.union([
        z.object({ text: z.string(), expect: expected }),
        z.object({ image: z.string(), expect: expected }),
      ]),
    )
    .min(1),
});

/** The demo's videos and the queries whose answer is known. Files are relative to the demo's folder; times in seconds. */
export type Demo = z.infer<typeof demoSchema>;
export type DemoQuery = Demo['queries'][number];

/** Reads demo.json. It comes with the package: a fault in it is a bug. */
export function parseDemo(text: string): Demo {
  return demoSchema.parse(JSON.parse(text));
}

/** Whether an answer is the right one: the right video, with the best frame inside the right shot. */
export function isExpected(query: DemoQuery, answer: { file: string; best: number } | undefined): boolean {
  const { video, start, end } = query.expect;
  return answer !== undefined && answer.file === video && answer.best >= start && answer.best < end;
}
