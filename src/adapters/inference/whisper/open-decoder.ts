import { Tensor } from 'onnxruntime-node';
import { HeimdexError } from '../../../domain/errors.ts';
import { floatsOf } from '../floats-of.ts';
import { type GraphSession, openGraph } from '../open-graph.ts';
import { cacheNames, DECODER_INPUTS, emptyCache } from './cache-of.ts';
import type { WhisperForm } from './whisper-form.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/** Where a text stands, with all that is needed to go on from here, several times if wanted. */
export interface DecoderStep {
  /** The scores of the next token: a view of each row, which whoever reads it may change. */
  readonly scores: readonly Float32Array[];
  /** What the chosen heads looked at, for each row: (positions) each; empty where none were chosen. */
  readonly focus: readonly (readonly Float32Array[])[];
  /** The decoder's memory of the sound and of what is written, by its inputs' names. */
  readonly cache: Tensors;
}

export interface WhisperDecoder {
  /** Begins a text for each sound. @param states (rows, positions, width) as the encoder gives them */
  begin(states: Tensor, tokens: readonly number[]): Promise<DecoderStep>;
  /** Adds one token to each text. */
  next(step: DecoderStep, states: Tensor, tokens: readonly number[]): Promise<DecoderStep>;
  busyMilliseconds(): number;
  close(): Promise<void>;
}

/**
 * Opens a merged decoder. Its memory of the sound is made by the first step and then handed on as it is; only what was
 * written comes anew from each step.
 *
 * @param heads whose attention is wanted: layer and head
 */
export async function openDecoder(
  path: string,
  name: string,
  form: WhisperForm,
  heads: readonly (readonly [number, number])[],
  threads: number,
): Promise<WhisperDecoder> {
  const graph = await openGraph(path, name, threads);
  const written = cacheNames(form.layers, 'decoder');
  const heard = cacheNames(form.layers, 'encoder');
  const focus = [...new Set(heads.map(([layer]) => `cross_attentions.${layer}`))];
  const firstOutputs = ['logits', ...focus, ...[...written, ...heard].map((each) => `present.${each}`)];
  const nextOutputs = ['logits', ...focus, ...written.map((each) => `present.${each}`)];
  requireNames(graph, name, firstOutputs, [...written, ...heard]);

  const run = async (
    cache: Tensors,
    states: Tensor,
    tokens: readonly number[],
    outputs: readonly string[],
  ): Promise<DecoderStep> => {
    const feeds = {
      ...cache,
      input_ids: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [tokens.length, 1]),
      encoder_hidden_states: states,
      use_cache_branch: new Tensor('bool', Uint8Array.of(outputs === nextOutputs ? 1 : 0), [1]),
    };
    const given = await graph.runAll(feeds, outputs);
    const presents = outputs.filter((output) => output.startsWith('present.'));
    const kept = presents.map((output) => [output.replace('present.', 'past_key_values.'), given[output]!]);
    return {
      scores: rowsOf(given.logits!, tokens.length, form.vocabulary, name),
      focus: tokens.map((_, row) =>
        heads.map(([layer, head]) => {
          const attention = floatsOf(given[`cross_attentions.${layer}`]!, (message) => unfit(name, message));
          const start = (row * form.heads + head) * form.positions;
          return attention.subarray(start, start + form.positions);
        }),
      ),
      cache: { ...cache, ...Object.fromEntries(kept) },
    };
  };
  return {
    begin: (states, tokens) => run(emptyCache(graph.inputs, form, tokens.length), states, tokens, firstOutputs),
    next: ({ cache }, states, tokens) => run(cache, states, tokens, nextOutputs),
    busyMilliseconds: graph.busyMilliseconds,
    close: graph.close,
  };
}

function rowsOf(logits: Tensor, rows: number, vocabulary: number, name: string): Float32Array[] {
  const values = floatsOf(logits, (message) => unfit(name, message));
  if (values.length !== rows * vocabulary) {
    throw unfit(name, `${values.length} scores for ${rows} texts of ${vocabulary} tokens`);
  }
  return Array.from({ length: rows }, (_, row) => values.subarray(row * vocabulary, (row + 1) * vocabulary));
}

function requireNames(
  graph: GraphSession,
  name: string,
  outputs: readonly string[],
  caches: readonly string[],
): void {
  const inputs = [...DECODER_INPUTS, ...caches.map((each) => `past_key_values.${each}`)];
  const missing =
    inputs.find((input) => !graph.inputNames.includes(input)) ??
    outputs.find((output) => !graph.outputNames.includes(output));
  if (missing !== undefined) throw unfit(name, `the decoder has no ${missing}`);
}

function unfit(name: string, reason: string): HeimdexError {
  return new HeimdexError('model-damaged', `the model ${name} does not fit: ${reason}`, {
    hint: 'heimdex models verify --deep, then heimdex models pull',
  });
}
