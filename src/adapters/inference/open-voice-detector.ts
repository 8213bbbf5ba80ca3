import { Tensor } from 'onnxruntime-node';
import type { Model } from '../../domain/manifest/schema.ts';
import type { VoiceDetector } from '../../domain/ports/speech.ts';
import { openGraph } from './open-graph.ts';

type VoiceActivityConfig = Extract<Model, { role: 'voice-activity' }>['config'];

/** The state that Silero's graphs hand on from window to window. */
const STATE_SHAPE = [2, 1, 128] as const;
const STATE_SIZE = 2 * 128;

/** A window takes 0.1 ms: more threads than one cost more than they bring. */
const THREADS = 1;

/**
 * Opens Silero. Each window goes in behind the last samples of the one before, as silero-vad 6.2.3's OnnxWrapper does it;
 * samples that fill no window wait for the next call.
 *
 * @param graph the absolute path of its graph
 */
export async function openVoiceDetector(
  graph: string,
  name: string,
  { windowSamples, contextSamples, sampleRate }: VoiceActivityConfig,
): Promise<VoiceDetector> {
  const session = await openGraph(graph, name, { threads: THREADS });
  const length = contextSamples + windowSamples;
  /** What the graph is given: the context, then the window, which is filled from call to call. */
  const given = new Float32Array(length);
  const input = new Tensor('float32', given, [1, length]);
  const sr = new Tensor('int64', BigInt64Array.of(BigInt(sampleRate)), []);
  const silence = () => new Tensor('float32', new Float32Array(STATE_SIZE), [...STATE_SHAPE]);
  let state: Tensor = silence();
  let filled = contextSamples;

  const runWindow = async (): Promise<number> => {
    const { output, stateN } = await session.runAll({ input, state, sr }, ['output', 'stateN']);
    state = stateN!;
    given.copyWithin(0, windowSamples);
    filled = contextSamples;
    return (output!.data as Float32Array)[0]!;
  };

  return {
    async probabilities(samples) {
      const windows: number[] = [];
      for (let from = 0; from < samples.length; ) {
        const part = samples.subarray(from, from + length - filled);
        given.set(part, filled);
        filled += part.length;
        from += part.length;
        if (filled === length) windows.push(await runWindow());
      }
      return Float32Array.from(windows);
    },
    reset() {
      given.fill(0);
      filled = contextSamples;
      state = silence();
    },
    close: session.close,
  };
}
