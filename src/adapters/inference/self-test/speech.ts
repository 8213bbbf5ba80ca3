import { Tensor } from 'onnxruntime-node';
import type { Model } from '../../../domain/manifest/schema.ts';
import { sampled } from '../../../domain/self-test/sampled.ts';
import type { TestedOutput } from '../../../domain/self-test/tested-output.ts';
import { readJsonDocument } from '../whisper/json-document.ts';
import { readWhisperForm, type WhisperForm } from '../whisper/whisper-form.ts';
import { drawnBands } from './fixed-inputs.ts';
import { openTestedGraph, type TestedFiles } from './open-tested-graph.ts';
import { SelfTestFault } from './self-test-fault.ts';
import { runDecoder } from './speech-decoder.ts';

/**
 * Whisper: a drawn pattern through the encoder, and a first step of the decoder on what comes out. Kept are the
 * encoder's states, averaged over time, and the scores of the next token less their mean, which softmax does not see.
 */
export async function testSpeech(
  { config }: Extract<Model, { role: 'speech' }>,
  files: TestedFiles,
): Promise<TestedOutput[]> {
  const form = readWhisperForm((path) =>
    readJsonDocument(files.pathOf(path), path, (message, options) => new SelfTestFault(message, options)),
  );
  const batch = config.quantization === 'none';
  const states = await runEncoder(config.encoder, form, files, batch);
  const scores = await runDecoder(config, form, files, states, batch);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return [
    { name: 'encoder: last_hidden_state', dims: [form.width], values: averaged(states[0]!, form) },
    {
      name: 'decoder: logits',
      dims: [form.vocabulary],
      values: sampled(scores.map((score) => score - mean)),
    },
  ];
}

/** The states of two patterns, (positions, width) each; of one alone where the graph is quantised. */
async function runEncoder(
  path: string,
  { bands, frames, positions, width }: WhisperForm,
  files: TestedFiles,
  batch: boolean,
): Promise<Float32Array[]> {
  const output = 'last_hidden_state';
  const graph = await openTestedGraph(files, path, { inputs: ['input_features'], outputs: [output] });
  const encode = async (turns: readonly (0 | 1)[]): Promise<Float32Array[]> => {
    const values = new Float32Array(turns.length * bands * frames);
    turns.forEach((turn, row) => {
      values.set(drawnBands(bands, frames, turn), row * bands * frames);
    });
    const feeds = { input_features: new Tensor('float32', values, [turns.length, bands, frames]) };
    const given = await graph.run(feeds, { [output]: [turns.length, positions, width] });
    const size = positions * width;
    return turns.map((_, row) => given[output]!.slice(row * size, (row + 1) * size));
  };
  const singles = await encode([0]);
  if (batch && graph.takesBatches('input_features')) {
    singles.push(...(await encode([1])));
    graph.requireSameInBatch(singles, await encode([0, 1]));
  }
  await graph.close();
  return singles;
}

function averaged(states: Float32Array, { positions, width }: WhisperForm): number[] {
  const sum = new Array<number>(width).fill(0);
  states.forEach((value, index) => {
    sum[index % width]! += value / positions;
  });
  return sampled(sum);
}
