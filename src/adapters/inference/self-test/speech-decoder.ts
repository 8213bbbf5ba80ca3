import { Tensor } from 'onnxruntime-node';
import type { SpeechConfig } from '../../../domain/manifest/schema.ts';
import { cacheNames, DECODER_INPUTS, emptyCache } from '../whisper/decoder-cache.ts';
import type { WhisperForm } from '../whisper/whisper-form.ts';
import { openTestedGraph, type TestedFiles, type TestedGraph } from './open-tested-graph.ts';

/** Three words after the start token; every Whisper vocabulary begins with the same byte pairs. */
const WORDS = [314, 1101, 588];
const TOKENS = 1 + WORDS.length;

/**
 * One step of Whisper's merged decoder, without a cache.
 *
 * @param states what the encoder gave, (positions, width) for each sound
 * @param batch whether two sounds must give the same alone and together
 * @returns the scores of the token after the last, for the first sound
 */
export async function runDecoder(
  { decoder, wordTimes }: SpeechConfig,
  form: WhisperForm,
  files: TestedFiles,
  states: readonly Float32Array[],
  batch: boolean,
): Promise<Float32Array> {
  const layers = Array.from({ length: form.layers }, (_, layer) => layer);
  const caches = [...cacheNames(form.layers, 'decoder'), ...cacheNames(form.layers, 'encoder')];
  const past = caches.map((name) => `past_key_values.${name}`);
  const shapesOf = (sounds: number): Record<string, number[]> => ({
    logits: [sounds, TOKENS, form.vocabulary],
    ...Object.fromEntries(
      caches.map((name) => {
        const length = name.includes('.decoder.') ? TOKENS : form.positions;
        return [`present.${name}`, [sounds, form.heads, length, form.width / form.heads]];
      }),
    ),
    ...Object.fromEntries(
      (wordTimes ? layers : []).map((layer) => [
        `cross_attentions.${layer}`,
        [sounds, form.heads, TOKENS, form.positions],
      ]),
    ),
  });
  const graph = await openTestedGraph(files, decoder, {
    inputs: [...DECODER_INPUTS, ...past],
    outputs: Object.keys(shapesOf(1)),
  });
  const run = async (some: readonly Float32Array[]): Promise<Float32Array[]> => {
    const { logits } = await graph.run(feedsFor(graph, form, some), shapesOf(some.length));
    return some.map((_, row) => {
      const end = (row + 1) * TOKENS * form.vocabulary;
      return logits!.slice(end - form.vocabulary, end);
    });
  };
  const first = (await run([states[0]!]))[0]!;
  if (batch && states.length > 1 && graph.takesBatches('input_ids')) {
    graph.requireSameInBatch([first, (await run([states[1]!]))[0]!], await run(states));
  }
  await graph.close();
  return first;
}

function feedsFor(
  graph: TestedGraph,
  form: WhisperForm,
  states: readonly Float32Array[],
): Record<string, Tensor> {
  const { positions, width, startToken } = form;
  const ids = states.flatMap(() => [startToken, ...WORDS]);
  const joined = new Float32Array(states.length * positions * width);
  states.forEach((each, row) => {
    joined.set(each, row * positions * width);
  });
  return {
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [states.length, TOKENS]),
    encoder_hidden_states: new Tensor('float32', joined, [states.length, positions, width]),
    use_cache_branch: new Tensor('bool', Uint8Array.of(0), [1]),
    ...emptyCache(graph.inputs, form, states.length),
  };
}
