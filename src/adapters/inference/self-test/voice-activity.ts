import { Tensor } from 'onnxruntime-node';
import type { Model } from '../../../domain/manifest/schema.ts';
import { sampled } from '../../../domain/self-test/sampled.ts';
import type { TestedOutput } from '../../../domain/self-test/tested-output.ts';
import { drawnSound } from './fixed-inputs.ts';
import { openTestedGraph, type TestedFiles } from './open-tested-graph.ts';

/** The state that Silero's graphs hand on from window to window: (2, sounds, 128). */
const STATE_SIZE = 128;
const WINDOWS = 8;

interface Step {
  /** One probability a sound. */
  readonly output: Float32Array;
  readonly stateN: Float32Array;
}

/** A model that hears whether someone speaks: some windows of a drawn sound, each with the state of the one before. */
export async function testVoiceActivity(
  { config }: Extract<Model, { role: 'voice-activity' }>,
  files: TestedFiles,
): Promise<TestedOutput[]> {
  const { windowSamples, contextSamples, sampleRate } = config;
  const graph = await openTestedGraph(files, config.graph, {
    inputs: ['input', 'state', 'sr'],
    outputs: ['output', 'stateN'],
  });
  const sounds = ([0, 1] as const).map((turn) => drawnSound(contextSamples + WINDOWS * windowSamples, turn));
  const step = async (
    chosen: readonly Float32Array[],
    window: number,
    state: Float32Array,
  ): Promise<Step> => {
    const length = contextSamples + windowSamples;
    const samples = chosen.flatMap((sound) => [
      ...sound.subarray(window * windowSamples).subarray(0, length),
    ]);
    const feeds = {
      input: new Tensor('float32', Float32Array.from(samples), [chosen.length, length]),
      state: new Tensor('float32', state, [2, chosen.length, STATE_SIZE]),
      sr: new Tensor('int64', BigInt64Array.of(BigInt(sampleRate)), []),
    };
    const shapes = { output: [chosen.length, 1], stateN: [2, chosen.length, STATE_SIZE] };
    return (await graph.run(feeds, shapes)) as unknown as Step;
  };
  const probabilities: number[] = [];
  let state = new Float32Array(2 * STATE_SIZE);
  for (let window = 0; window < WINDOWS; window++) {
    const { output, stateN } = await step([sounds[0]!], window, state);
    probabilities.push(output[0]!);
    state = Float32Array.from(stateN);
  }
  if (graph.takesBatches('input')) {
    const start = (count: number) => new Float32Array(count * 2 * STATE_SIZE);
    const singles = [await step([sounds[0]!], 3, start(1)), await step([sounds[1]!], 3, start(1))];
    const both = await step(sounds, 3, start(2));
    graph.requireSameInBatch(
      singles.map(({ stateN }) => stateN),
      [0, 1].map((item) => statesOf(both.stateN, item)),
    );
  }
  await graph.close();
  return [
    { name: 'output', dims: [WINDOWS], values: probabilities },
    { name: 'stateN', dims: [2, 1, STATE_SIZE], values: sampled(state) },
  ];
}

/** The state of one of two sounds, out of (2, 2, 128). */
function statesOf(state: Float32Array, item: number): Float32Array {
  const parts = [0, 1].flatMap((layer) => [
    ...state.subarray((layer * 2 + item) * STATE_SIZE, (layer * 2 + item + 1) * STATE_SIZE),
  ]);
  return Float32Array.from(parts);
}
