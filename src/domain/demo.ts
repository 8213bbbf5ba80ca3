import { z } from 'zod';

const seconds = z.number().min(0);
const stretch = z.strictObject({ video: z.string(), start: seconds, end: seconds });
/** One shot, or several that are equally right. */
const expected = z.union([stretch, z.array(stretch).min(1)]);

const demoSchema = z.object({
  videos: z.array(z.object({ file: z.string(), sidecar: z.string().optional() })).min(1),
  /** Whom the demo names: it finds them where nobody else is seen. */
  people: z.array(z.object({ name: z.string(), alone: stretch, named: z.boolean() })),
  queries: z
    .array(
      z.union([
        z.object({ text: z.string(), expect: expected }),
        z.object({ image: z.string(), expect: expected }),
      ]),
    )
    .min(1),
});

/** The demo's videos and people, and the queries whose answer is known. Files are relative to the demo's folder; times in seconds. */
export type Demo = z.infer<typeof demoSchema>;
export type DemoQuery = Demo['queries'][number];
export type DemoStretch = z.infer<typeof stretch>;

/** Reads demo.json. It comes with the package: a fault in it is a bug. */
export function parseDemo(text: string): Demo {
  return demoSchema.parse(JSON.parse(text));
}

/** Whether an answer is the right one: the right video, with the best frame inside the right shot. */
export function isExpected(query: DemoQuery, answer: { file: string; best: number } | undefined): boolean {
  return answer !== undefined && shotsOf(query).some((shot) => isWithin(shot, answer.file, answer.best));
}

/** The shots that answer a query. */
export function shotsOf({ expect }: DemoQuery): readonly DemoStretch[] {
  return Array.isArray(expect) ? expect : [expect];
}

/** @param time seconds */
export function isWithin({ video, start, end }: DemoStretch, file: string, time: number): boolean {
  return file === video && time >= start && time < end;
}
