import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { openPassageEncoder } from '../../src/adapters/inference/open-passage-encoder.ts';
import { createJudge, LEAST_FIGURE } from '../../src/domain/calibration/create-judge.ts';
import { genericPrompts } from '../../src/domain/calibration/generic-prompts.ts';
import { measureStatistics } from '../../src/domain/calibration/measure-statistics.ts';
import { parseManifest } from '../../src/domain/manifest/parse-manifest.ts';
import type { TextConfig } from '../../src/domain/manifest/schema.ts';
import { dot, type UnitVector } from '../../src/domain/vector.ts';
import { sharedData } from '../support/shared-data.ts';

const { passages, questions } = JSON.parse(
  readFileSync(new URL('./meaning.json', import.meta.url), 'utf8'),
) as { passages: string[]; questions: { text: string; answer: number }[] };

/** Questions that none of the passages answers, and such as mean nothing. */
const ABSENT = [
  "how to change a baby's nappy | investing in bitcoin | a man plays the saxophone | installing solar panels on the roof",
  'tattoos and piercings | the invention of the printing press | rules of cricket | breastfeeding problems | vampires',
  'skateboard tricks | how to build a web server | the sinking of the Titanic | learning to type with ten fingers',
  'dental implants | how nuclear reactors work | rap music from the Bronx | learning sign language | a car wash',
  'how diamonds are mined | how to iron a shirt | quantum computers explained | hair transplant | circus elephants',
].flatMap((line) => line.split(' | '));
const NONSENSE = ['qwxz vbrp', 'asdf jkl;', 'blorf snagglewump zint', 'zzzz', 'gribble frotz quux', 'ababab'];

test('all-MiniLM-L6-v2: most answers are shown, and most of what is no answer is not', async (context) => {
  const manifest = parseManifest(
    readFileSync(new URL('../../models.manifest.json', import.meta.url), 'utf8'),
    'models.manifest.json',
  );
  const config = manifest.models['all-minilm-l6-v2']!.config as TextConfig;
  const [graph, tokenizer] = [config.graph, config.tokenizer].map((path) =>
    sharedData(context, `models/all-MiniLM-L6-v2/${path}`),
  );
  const encoder = await openPassageEncoder({ graph: graph!, tokenizer: tokenizer! }, 'minilm', config);
  onTestFinished(() => encoder.close());
  const embed = (texts: readonly string[]) => encoder.embedTexts(texts, new AbortController().signal);
  const known = await embed(passages);
  const prompts = await embed(genericPrompts('passages', config.languages));
  /** The figure of the nearest of some passages, and which that is. */
  const statistics = measureStatistics(prompts, known, known.length);
  const nearest = (query: UnitVector, among: readonly UnitVector[]) => {
    const judge = createJudge({ statistics, among: among.length, wanted: [{ vector: query }], unwanted: [] });
    const best = among.reduce((a, b) => (dot(query, b) > dot(query, a) ? b : a));
    return { best, isShown: judge.figureOf(best)! >= LEAST_FIGURE };
  };
  const asked = await embed(questions.map(({ text }) => text));
  const share = (shown: readonly boolean[]) => shown.filter(Boolean).length / shown.length;
  const answered = asked.flatMap((query, at) => {
    const { best, isShown } = nearest(query, known);
    return best === known[questions[at]!.answer] ? [isShown] : [];
  });
  expect(answered.length).toBeGreaterThan(25);
  expect(share(answered), 'right answers').toBeGreaterThanOrEqual(0.85);
  // What was the answer is taken out, and the same question asked again.
  const without = asked.map(
    (query, at) =>
      nearest(
        query,
        known.filter((_, index) => index !== questions[at]!.answer),
      ).isShown,
  );
  expect(share(without), 'questions whose answer was taken out').toBeLessThanOrEqual(0.45);
  const shownOf = async (texts: readonly string[]) =>
    share((await embed(texts)).map((query) => nearest(query, known).isShown));
  expect(await shownOf(ABSENT), 'questions without an answer').toBeLessThanOrEqual(0.45);
  expect(await shownOf(NONSENSE), 'nonsense').toBeLessThanOrEqual(0.2);
}, 60_000);
