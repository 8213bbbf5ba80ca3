import { Tensor } from 'onnxruntime-node';
import { HeimdexError } from '../../../domain/errors.ts';
import { floatsOf } from '../floats-of.ts';
import { type GraphSession, openGraph } from '../open-graph.ts';
import { cacheNames, DECODER_INPUTS, emptyCache } from './decoder-cache.ts';
import type { WhisperForm } from './whisper-form.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/** Where some texts stand, with all that is needed to go on from here. */
export interface DecoderStep {
  /** The scores of each text's next token: views, which whoever reads them may change. */
  readonly scores: readonly Float32Array[];
  /** What the chosen heads looked at, for each text: (positions) each; empty where none were chosen. */
  readonly focus: readonly (readonly Float32Array[])[];
  /** The decoder's memory of the sound and of what is written, by its inputs' names. */
  readonly cache: Tensors;
}

export interface WhisperDecoder {
  /**
   * Begins a text for each sound.
   *
   * @param states (rows, positions, width) as the encoder gives them
   * @param tokens one for each row
   */
  begin(states: Tensor, tokens: readonly number[]): Promise<DecoderStep>;
  /** Adds one token to each text; the step that it goes on from stays as it is. */
  next(step: DecoderStep, tokens: readonly number[]): Promise<DecoderStep>;
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
  const graph = await openGraph(path, name, { threads, waiting: 'sleep' });
  const written = cacheNames(form.layers, 'decoder');
  const heard = cacheNames(form.layers, 'encoder');
  const focus = [...new Set(heads.map(([layer]) => `cross_attentions.${layer}`))];
  const first = ['logits', ...focus, ...[...written, ...heard].map((each) => `present.${each}`)];
  const next = ['logits', ...focus, ...written.map((each) => `present.${each}`)];
  requireNames(graph, name, first, [...written, ...heard]);
  // After the first step the decoder does not look at the encoder's states, but its graph still prepares them.
  const unseen = new Tensor('float32', new Float32Array(form.width), [1, 1, form.width]);
  const stepFrom = (given: Tensors, cache: Tensors, rows: number): DecoderStep => ({
    scores: rowsOf(given.logits!, rows, form.vocabulary, name),
    focus: Array.from({ length: rows }, (_, row) =>
      heads.map(([layer, head]) => {
        const attention = floatsOf(given[`cross_attentions.${layer}`]!, (message) => unfit(name, message));
        const start = (row * form.heads + head) * form.positions;
        return attention.subarray(start, start + form.positions);
      }),
    ),
    cache: {
      ...cache,
      ...Object.fromEntries(
        Object.entries(given)
          .filter(([output]) => output.startsWith('present.'))
          .map(([output, tensor]) => [output.replace('present.', 'past_key_values.'), tensor]),
      ),
    },
  });
  const feedsFor = (tokens: readonly number[], states: Tensor, useCache: boolean): Tensors => ({
    input_ids: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [tokens.length, 1]),
    encoder_hidden_states: states,
    use_cache_branch: new Tensor('bool', Uint8Array.of(useCache ? 1 : 0), [1]),
  });
  return {
    async begin(states, tokens) {
      const cache = emptyCache(graph.inputs, form, tokens.length);
      const given = await graph.runAll({ ...cache, ...feedsFor(tokens, states, false) }, first);
      return stepFrom(given, {}, tokens.length);
    },
    async next({ cache }, tokens) {
      const feeds = { ...cache, ...feedsFor(tokens, unseen, true) };
      const given = await graph.runAll(feeds, next);
      return stepFrom(given, cache, tokens.length);
    },
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
