import { HeimdexError } from '../errors.ts';
import { findMisfit, list, number, object, optional, text } from '../manifest/shape.ts';
import { fromSeconds } from '../time.ts';
import type { LabelledQuery } from './labelled-query.ts';

/** A larger file is none that somebody labelled. */
const MAX_CHARACTERS = 64 * 1024 * 1024;
const MANY = 10_000;

const seconds = number(-1e9, 1e9);
const lineSchema = object({
  query: text({ max: 1_000_000, expected: 'the query as text' }),
  image: optional(list(text({ max: 4096 }), 1, 100)),
  expect: list(object({ video: text({ max: 4096 }), start: seconds, end: seconds }), 0, MANY),
  id: optional(text()),
  tags: optional(list(text({ max: 50 }), 0, 100)),
});
const pictureSchema = lineSchema.partial({ query: true }).required({ image: true });

/**
 * Reads queries with their answers: a JSON object a line, `{query, image?, expect:[{video, start, end}], id?, tags?}`, times
 * in seconds. With pictures the query may be absent. Empty lines are passed over.
 *
 * @param name what the file is called in errors, which begin with `name:line:`
 * @param check throws HeimdexError where a query, beside its pictures, can't be asked
 * @throws HeimdexError `usage`
 */
export function parseLabelledQueries(
  content: string,
  name: string,
  check: (query: string, images: readonly string[]) => void,
): LabelledQuery[] {
  if (content.length > MAX_CHARACTERS) throw refusal(`${name}: larger than ${MAX_CHARACTERS} characters`);
  const queries: LabelledQuery[] = [];
  const lineOf = new Map<string, number>();
  // A byte order mark is no part of the first line's JSON.
  const lines = content.replace(/^\ufeff/, '').split('\n');
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const place = `${name}:${at + 1}`;
    const query = parseLine(line, at + 1, place);
    if (query.query !== '') checked(query, place, check);
    const earlier = lineOf.get(query.id);
    if (earlier !== undefined) throw refusal(`${place}: the id ${query.id} is that of line ${earlier}`);
    lineOf.set(query.id, query.line);
    queries.push(query);
  }
  if (queries.length === 0) throw refusal(`${name}: there is no query in it`);
  return queries;
}

function parseLine(line: string, number: number, place: string): LabelledQuery {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw refusal(`${place}: not JSON: ${(error as Error).message}`, error);
  }
  const hasPicture = typeof value === 'object' && value !== null && 'image' in value;
  const result = (hasPicture ? pictureSchema : lineSchema).safeParse(value);
  if (!result.success) {
    const { place: within, message } = findMisfit(result.error);
    throw refusal(`${place}: ${within === '' ? '' : `${within}: `}${message}`, result.error);
  }
  const { query, image, expect, id, tags } = result.data;
  for (const [at, { start, end }] of expect.entries()) {
    if (end < start) throw refusal(`${place}: expect[${at}]: it ends before it starts`);
  }
  return {
    id: id ?? String(number),
    line: number,
    query: query ?? '',
    images: image ?? [],
    expect: expect.map(({ video, start, end }) => ({
      video,
      start: fromSeconds(start),
      end: fromSeconds(end),
    })),
    tags: [...new Set(tags ?? [])],
  };
}

function checked(
  { query, images }: LabelledQuery,
  place: string,
  check: (query: string, images: readonly string[]) => void,
): void {
  try {
    check(query, images);
  } catch (error) {
    if (!(error instanceof HeimdexError)) throw error;
    throw refusal(`${place}: ${error.message}`, error);
  }
}

function refusal(message: string, cause?: unknown): HeimdexError {
  return new HeimdexError('usage', message, {
    hint: 'a line is such as {"query": "sunset on beach", "expect": [{"video": "holiday.mp4", "start": 20.75, "end": 25.75}]}',
    ...(cause === undefined ? {} : { cause }),
  });
}
