import { describe, expect, it, test } from 'vitest';
import { createSpeechFinder, type Span } from '../../src/domain/speech/create-speech-finder.ts';
import { SPEECH_RULE, type SpeechRule } from '../../src/domain/speech/speech-rule.ts';
import { goldenJson } from '../support/golden.ts';
import { sharedData } from '../support/shared-data.ts';
import { openSilero } from '../support/silero.ts';
import { soundOf } from '../support/sounds.ts';

interface Golden {
  readonly clips: readonly { clip: string; samples: number; probabilities: number[] }[];
  readonly spans: readonly {
    length: number;
    percent: number[];
    silero: [number, number][];
    heimdex: [number, number][];
  }[];
}

const GOLDEN = goldenJson<Golden>('silero.json');
const MOST_OFF = 1e-3;

describe('the real Silero', () => {
  it.for(GOLDEN.clips)('gives real speech the reference’s probabilities: $clip', async (golden, context) => {
    const { samples } = await soundOf(sharedData(context, `media/speech/${golden.clip}`));
    expect(samples).toHaveLength(golden.samples);
    const detector = await openSilero(context);
    const filled = new Float32Array(Math.ceil(samples.length / 512) * 512);
    filled.set(samples);
    for (const round of ['at once', 'in pieces']) {
      // What was heard before, and a window that is half full, is forgotten.
      await detector.probabilities(samples.subarray(40_000, 50_000));
      detector.reset();
      // 1000 samples: windows begin in one piece and end in the next.
      const step = round === 'at once' ? filled.length : 1000;
      const got: number[] = [];
      for (let at = 0; at < filled.length; at += step) {
        got.push(...(await detector.probabilities(filled.subarray(at, at + step))));
      }
      expect(got).toHaveLength(golden.probabilities.length);
      const off = got.map((probability, i) => Math.abs(probability - golden.probabilities[i]!));
      expect(Math.max(...off), round).toBeLessThan(MOST_OFF);
    }
  });
});

/** All stretches in probabilities, by a rule without a longest stretch. */
function spansIn(percent: readonly number[], length: number, rule: SpeechRule): [number, number][] {
  const finder = createSpeechFinder({ ...rule, longest: Number.POSITIVE_INFINITY });
  const spans: (Span | undefined)[] = percent.map((value) => finder.add(value / 100));
  spans.push(finder.end(length));
  return spans.filter((span) => span !== undefined).map(({ start, end }) => [start, end]);
}

test('stretches are those of the reference, by its rule and by heimdex’s', () => {
  const reference: SpeechRule = { ...SPEECH_RULE, minSilence: 1600, padding: 480 };
  let count = 0;
  for (const { length, percent, silero, heimdex } of GOLDEN.spans) {
    expect(spansIn(percent, length, reference)).toEqual(silero);
    expect(spansIn(percent, length, SPEECH_RULE)).toEqual(heimdex);
    count += silero.length + heimdex.length;
  }
  expect(count).toBeGreaterThan(100);
});
