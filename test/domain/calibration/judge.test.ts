import { describe, expect, it } from 'vitest';
import { bestOf } from '../../../src/domain/calibration/best-of.ts';
import { createJudge, LEAST_FIGURE } from '../../../src/domain/calibration/create-judge.ts';
import { measureStatistics } from '../../../src/domain/calibration/measure-statistics.ts';
import { type UnitVector, unit } from '../../../src/domain/vector.ts';
import { randomNumbers } from '../../support/library.ts';

const DIMENSION = 96;
/** SigLIP 2's (models.manifest.json). */
const SCORING = { kind: 'sigmoid', logScale: 4.724453449249268, bias: -16.771724700927734 } as const;

/** Vectors as image–text models make them: each kind around a direction of its own, and little in common between them. */
function geometry(seed: number) {
  const random = randomNumbers(seed);
  const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  const content = () => Array.from({ length: DIMENSION }, (_, i) => (i < 2 ? 0 : normal() / (1 + i / 60)));
  const place = (axis: 0 | 1, numbers: readonly number[]) =>
    unit(numbers.map((value, i) => (i === axis ? 8 : value)));
  return {
    content,
    frame: (numbers = content()) => place(0, numbers),
    /** A text with something of what a frame shows. */
    text: (numbers = content(), share = 0, other = content()) =>
      place(
        1,
        other.map((value, i) => value * (1 - share) + (numbers[i] ?? 0) * share),
      ),
  };
}

/** A library of frames, prompts that are not about them, and the judge of a query in it. */
function library(frames: number, seed = 3) {
  const { content, frame, text } = geometry(seed);
  const contents = Array.from({ length: frames }, () => content());
  const vectors = contents.map((numbers) => frame(numbers));
  const prompts = Array.from({ length: 300 }, () => text());
  const statistics = measureStatistics(prompts, vectors, frames);
  const judge = (...wanted: UnitVector[]) =>
    createJudge({ statistics, among: frames, wanted: wanted.map((vector) => ({ vector })), unwanted: [] });
  const best = (query: UnitVector) =>
    Math.max(...vectors.map((vector) => judge(query).figureOf(vector) ?? Number.NaN));
  return { content, frame, text, contents, vectors, prompts, statistics, judge, best };
}

describe('the best of n things that do not fit', () => {
  it.each([
    [1, 0],
    [2, 0.54495],
    [10, 1.49877],
    [1000, 3.19759],
    [1_000_000, 4.82697],
  ])('%i of them: %f standard deviations', (n, expected) => {
    expect(Math.abs(bestOf(n) - expected)).toBeLessThan(0.0006);
  });
});

describe('what prompts score', () => {
  it('has the spread of chance, though a tenth of the prompts is about a hundredth of the frames', () => {
    const { prompts, vectors, statistics, text, contents } = library(400);
    const fitting = prompts.map((prompt, i) => (i % 10 === 0 ? text(contents[i]!, 0.8) : prompt));
    const found = measureStatistics(fitting, vectors, 400);
    expect(found.spread / statistics.spread).toBeGreaterThan(0.9);
    expect(found.spread / statistics.spread).toBeLessThan(1.1);
    expect(found.tail / found.spread).toBeLessThanOrEqual(1.35);
    expect(found.tail).toBeGreaterThanOrEqual(found.spread);
  });
});

describe('a judge', () => {
  it.each([1, 3, 10, 40, 400])('tells what is there from what is not, of %i frames', (frames) => {
    const { best, text, contents } = library(frames);
    const there = Array.from({ length: 40 }, (_, i) => best(text(contents[i % frames]!, 0.75)));
    const absent = Array.from({ length: 40 }, () => best(text()));
    expect(there.filter((figure) => figure >= LEAST_FIGURE).length).toBeGreaterThanOrEqual(36);
    expect(absent.filter((figure) => figure < LEAST_FIGURE).length).toBeGreaterThanOrEqual(32);
  });

  it('finds what most of the library shows', () => {
    const { content, frame, text } = geometry(8);
    const common = content();
    const contents = Array.from({ length: 300 }, (_, i) => {
      const own = content();
      return i % 5 < 3 ? own.map((value, at) => 0.55 * value + 0.75 * common[at]!) : own;
    });
    const vectors = contents.map((numbers) => frame(numbers));
    const prompts = Array.from({ length: 300 }, () => text());
    const statistics = measureStatistics(prompts, vectors, 300);
    const query = text(common, 0.75);
    const { figureOf } = createJudge({
      statistics,
      among: 300,
      wanted: [{ vector: query }],
      unwanted: [],
    });
    const figures = vectors.map((vector) => figureOf(vector)!);
    expect(Math.max(...figures)).toBeGreaterThan(0.8);
    expect(figures.filter((figure, i) => i % 5 >= 3 && figure >= LEAST_FIGURE).length).toBeLessThan(6);
  });

  it('is the surer the fewer frames a query may have met', () => {
    const { statistics, vectors, text, contents } = library(400);
    const wanted = [{ vector: text(contents[7]!, 0.45) }];
    const figures = [10, 400, 1_000_000].map(
      (among) => createJudge({ statistics, among, wanted, unwanted: [] }).figureOf(vectors[7]!)!,
    );
    expect(figures[0]!).toBeGreaterThan(figures[1]!);
    expect(figures[1]!).toBeGreaterThan(figures[2]!);
  });

  it('asks for all that is wanted, and nothing that is not', () => {
    const { statistics, text, contents, vectors, judge } = library(400);
    const [one, other] = [text(contents[7]!, 0.75), text(contents[8]!, 0.75)];
    expect(judge(one).figureOf(vectors[7]!)).toBeGreaterThan(0.9);
    expect(judge(one, other).figureOf(vectors[7]!)).toBeLessThan(LEAST_FIGURE);
    const terms = (weight: number) => [{ vector: one }, { vector: other, weight }];
    const withWeight = (weight: number) =>
      createJudge({ statistics, among: 400, wanted: terms(weight), unwanted: [] }).figureOf(vectors[7]!)!;
    expect(withWeight(0.1)).toBeGreaterThan(withWeight(1));
    const without = createJudge({
      statistics,
      among: 400,
      wanted: [{ vector: one }],
      unwanted: [{ vector: one }],
    });
    expect(without.figureOf(vectors[7]!)).toBeLessThan(0.1);
  });

  it("adds the model's own scale where it has one", () => {
    const { statistics, vectors, text, contents } = library(400);
    const wanted = [{ vector: text(contents[7]!, 0.5) }];
    const figure = (bias: number) =>
      createJudge({
        statistics,
        among: 400,
        scoring: { ...SCORING, bias },
        wanted,
        unwanted: [],
      }).figureOf(vectors[7]!)!;
    expect(figure(20)).toBeGreaterThan(figure(SCORING.bias - 100));
    const plain = createJudge({ statistics, among: 400, wanted, unwanted: [] }).figureOf(vectors[7]!)!;
    // Never for more than two in log-odds.
    const logOdds = (chance: number) => Math.log(chance / (1 - chance));
    expect(logOdds(figure(20)) - logOdds(plain)).toBeCloseTo(2, 5);
    expect(logOdds(figure(-1000)) - logOdds(plain)).toBeCloseTo(-2, 5);
  });

  it('knows nothing of pictures, nor without a calibration and a scale, and then shows everything', () => {
    const { statistics, vectors, text } = library(40);
    const [vector] = vectors as [UnitVector];
    const picture = createJudge({
      statistics,
      among: 40,
      wanted: [{ vector, isPicture: true }],
      unwanted: [],
    });
    expect(picture.figureOf(vector)).toBeNull();
    expect(picture.shows(null)).toBe(true);
    const options = { statistics: undefined, among: 40, wanted: [{ vector: text() }], unwanted: [] };
    expect(createJudge(options).figureOf(vector)).toBeNull();
    const bySigmoid = createJudge({ ...options, scoring: SCORING });
    expect(bySigmoid.figureOf(vector)).toBeLessThan(0.01);
    expect(bySigmoid.shows(bySigmoid.figureOf(vector))).toBe(true);
  });

  it('does not show what is less likely than not', () => {
    const { judge, text } = library(40);
    const { shows } = judge(text());
    expect([shows(0.49), shows(0.5), shows(null)]).toEqual([false, true, true]);
  });
});
