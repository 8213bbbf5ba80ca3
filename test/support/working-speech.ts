import type { SpeechConfig } from '../../src/domain/manifest/schema.ts';
import { type MadeGraph, onnxFile } from './made-graph.ts';
import type { MadeModel } from './made-models.ts';
import { mergedDecoderPorts } from './whisper-ports.ts';
import { PIECES, TOKENIZER, type Variation, weights, withWholeNumbers, working } from './working-models.ts';

const SPEECH = { bands: 4, frames: 12, width: 8 };

/** Whisper's inputs and outputs with one layer and one head: two products of matrices. */
export function workingSpeech({
  seed = 1,
  graph = (same) => same,
  config: changed = {},
}: Variation & { readonly config?: Partial<SpeechConfig> } = {}): MadeModel {
  const { bands, frames, width } = SPEECH;
  const encoder: MadeGraph = {
    inputs: [{ name: 'input_features', type: 'float32', shape: ['n', bands, frames] }],
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['n', frames, width] }],
    weights: [weights('matrix', [bands, width], seed)],
    nodes: [
      {
        operator: 'Transpose',
        inputs: ['input_features'],
        outputs: ['turned'],
        attributes: { perm: [0, 2, 1] },
      },
      { operator: 'MatMul', inputs: ['turned', 'matrix'], outputs: ['last_hidden_state'] },
    ],
  };
  const config: SpeechConfig = {
    encoder: 'onnx/encoder_model.onnx',
    decoder: 'onnx/decoder_model_merged.onnx',
    wordTimes: true,
    sampleRate: 16_000,
    windowSeconds: 30,
    quantization: 'none',
    languages: ['en'],
    ...changed,
  };
  const form = {
    d_model: width,
    decoder_layers: 1,
    decoder_attention_heads: 1,
    max_source_positions: frames,
    vocab_size: PIECES,
    decoder_start_token_id: PIECES - 1,
  };
  const json = (value: object) => Buffer.from(JSON.stringify(value));
  return working(
    { role: 'speech', config },
    {
      'config.json': json(form),
      'generation_config.json': json({}),
      'preprocessor_config.json': json({ feature_size: bands, nb_max_frames: frames }),
      'tokenizer_config.json': json({}),
      ...TOKENIZER,
      [config.encoder]: onnxFile(encoder),
      [config.decoder]: onnxFile(graph(speechDecoder(seed))),
    },
  );
}

function speechDecoder(seed: number): MadeGraph {
  const { width } = SPEECH;
  const { parts, inputs, outputs } = mergedDecoderPorts(PIECES, width);
  const made: MadeGraph = {
    inputs,
    outputs: [
      ...outputs,
      { name: 'cross_attentions.0', type: 'float32', shape: ['n', 1, 'length', 'positions'] },
    ],
    weights: [weights('table', [PIECES, width], seed), weights('head', [width, PIECES], seed + 1)],
    nodes: [
      { operator: 'Gather', inputs: ['table', 'input_ids'], outputs: ['rows'] },
      {
        operator: 'Transpose',
        inputs: ['encoder_hidden_states'],
        outputs: ['turned'],
        attributes: { perm: [0, 2, 1] },
      },
      { operator: 'MatMul', inputs: ['rows', 'turned'], outputs: ['attention'] },
      { operator: 'MatMul', inputs: ['attention', 'encoder_hidden_states'], outputs: ['met'] },
      { operator: 'MatMul', inputs: ['met', 'head'], outputs: ['logits'] },
      { operator: 'Unsqueeze', inputs: ['attention', 'one'], outputs: ['cross_attentions.0'] },
      ...parts.map((part) => ({
        operator: 'Unsqueeze',
        inputs: [part.includes('encoder') ? 'encoder_hidden_states' : 'rows', 'one'],
        outputs: [`present.${part}`],
      })),
    ],
  };
  return withWholeNumbers(made, 'one', [1]);
}
