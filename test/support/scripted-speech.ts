import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SpeechConfig } from '../../src/domain/manifest/schema.ts';
import { type MadeGraph, onnxFile } from './made-graph.ts';
import { install, type MadeModel } from './made-models.ts';
import { mergedDecoderPorts } from './whisper-ports.ts';
import { withWholeNumbers, working } from './working-models.ts';

/** What the model writes of any sound, by the language that it is told, in 0 to 2 seconds. */
export const SCRIPT = { en: 'hello there', ko: 'annyeong' } as const;

/** Its tokens: words, then the special ones in Whisper's order, then times. */
const TOKENS = [
  'en-word',
  'ko-word',
  'end',
  'start',
  '<|en|>',
  '<|ko|>',
  'translate',
  'transcribe',
  'beginning',
  'before',
  'silence',
  'no-times',
] as const;
const TIMES = 1501;
const VOCABULARY = TOKENS.length + TIMES;
const idOf = (token: (typeof TOKENS)[number]) => TOKENS.indexOf(token);
/** What a text is remembered to have in it; each is a number of a token's row. */
const SEEN = ['start', 'en', 'ko', 'transcribe', 'time', 'word', 'late', 'unused'] as const;
const [BANDS, FRAMES] = [4, 3000];

/**
 * A Whisper whose graphs really run and say what the script says: a token's scores depend on which tokens were there
 * before. Its language, where it has to tell one, is English at 7 to 1.
 *
 * @param multilingual whether it has tokens of languages; else it knows English alone
 */
export function scriptedWhisper({ multilingual = true } = {}): MadeModel {
  const config: SpeechConfig = {
    encoder: 'onnx/encoder_model.onnx',
    decoder: 'onnx/decoder_model_merged.onnx',
    wordTimes: false,
    sampleRate: 16_000,
    windowSeconds: 30,
    quantization: 'none',
    languages: multilingual ? ['*'] : ['en'],
  };
  const form = {
    d_model: SEEN.length,
    decoder_layers: 1,
    decoder_attention_heads: 1,
    max_source_positions: FRAMES,
    vocab_size: VOCABULARY,
    decoder_start_token_id: idOf('start'),
  };
  const generation = {
    eos_token_id: idOf('end'),
    no_timestamps_token_id: idOf('no-times'),
    ...(multilingual
      ? {
          lang_to_id: { '<|en|>': idOf('<|en|>'), '<|ko|>': idOf('<|ko|>') },
          task_to_id: { transcribe: idOf('transcribe') },
        }
      : { is_multilingual: false }),
  };
  // "Ġ" stands for a blank.
  const vocab = Object.fromEntries(
    Object.values(SCRIPT).map((text, id) => [`Ġ${text.replaceAll(' ', 'Ġ')}`, id]),
  );
  const json = (value: object) => Buffer.from(JSON.stringify(value));
  const made = working(
    { role: 'speech', config },
    {
      'config.json': json(form),
      'generation_config.json': json(generation),
      'preprocessor_config.json': json({ feature_size: BANDS, nb_max_frames: FRAMES }),
      'tokenizer_config.json': json({}),
      'tokenizer.json': json({ model: { vocab } }),
      [config.encoder]: onnxFile(encoder()),
      [config.decoder]: onnxFile(decoder(multilingual)),
    },
  );
  return named('scripted-whisper', made);
}

function encoder(): MadeGraph {
  return {
    inputs: [{ name: 'input_features', type: 'float32', shape: ['n', BANDS, FRAMES] }],
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['n', FRAMES, SEEN.length] }],
    weights: [{ name: 'matrix', shape: [BANDS, SEEN.length], data: new Float32Array(BANDS * SEEN.length) }],
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
}

/** What was there is the greatest of all rows so far, which the cache hands on; scores are what follows from it. */
function decoder(multilingual: boolean): MadeGraph {
  const width = SEEN.length;
  const table = new Float32Array(VOCABULARY * width);
  const head = new Float32Array(width * VOCABULARY);
  const sees = (token: number, ...what: (typeof SEEN)[number][]) => {
    for (const each of what) table[token * width + SEEN.indexOf(each)] = 1;
  };
  const follows = (what: (typeof SEEN)[number], token: number, score: number) => {
    head[SEEN.indexOf(what) * VOCABULARY + token] = score;
  };
  const [firstTime, lastTime] = [TOKENS.length, TOKENS.length + 100];
  sees(idOf('start'), 'start', ...(multilingual ? [] : (['transcribe', 'en'] as const)));
  sees(idOf('<|en|>'), 'en');
  sees(idOf('<|ko|>'), 'ko');
  sees(idOf('transcribe'), 'transcribe');
  sees(firstTime, 'time');
  for (const word of ['en-word', 'ko-word'] as const) sees(idOf(word), 'word');
  sees(lastTime, 'late');
  follows('start', idOf('<|en|>'), 14);
  follows('start', idOf('<|ko|>'), 12);
  // Each step is surer than all before it, so that the last thing that was there decides.
  follows('transcribe', firstTime, 50);
  for (const language of ['en', 'ko'] as const) {
    follows(language, idOf(`${language}-word`), 20);
    follows('time', idOf(`${language}-word`), 100);
  }
  follows('word', lastTime, 200);
  follows('late', idOf('end'), 400);
  const { inputs, outputs } = mergedDecoderPorts(VOCABULARY, width);
  const made: MadeGraph = {
    inputs,
    outputs,
    weights: [
      { name: 'table', shape: [VOCABULARY, width], data: table },
      { name: 'head', shape: [width, VOCABULARY], data: head },
    ],
    nodes: [
      { operator: 'Gather', inputs: ['table', 'input_ids'], outputs: ['rows'] },
      { operator: 'Unsqueeze', inputs: ['rows', 'one'], outputs: ['row'] },
      ...['key', 'value'].map((part) => ({
        operator: 'Concat',
        inputs: [`past_key_values.0.decoder.${part}`, 'row'],
        outputs: [`present.0.decoder.${part}`],
        attributes: { axis: 2 },
      })),
      ...['key', 'value'].map((part) => ({
        operator: 'Unsqueeze',
        inputs: ['encoder_hidden_states', 'one'],
        outputs: [`present.0.encoder.${part}`],
      })),
      {
        operator: 'ReduceMax',
        inputs: ['present.0.decoder.key'],
        outputs: ['seen'],
        attributes: { axes: [2], keepdims: 0 },
      },
      { operator: 'MatMul', inputs: ['seen', 'head'], outputs: ['logits'] },
    ],
  };
  return withWholeNumbers(made, 'one', [1]);
}

/** Takes whatever is loud for speech. */
export function loudnessDetector(): MadeModel {
  const [windowSamples, contextSamples] = [512, 64];
  const samples = windowSamples + contextSamples;
  const made: MadeGraph = {
    inputs: [
      { name: 'input', type: 'float32', shape: ['n', samples] },
      { name: 'state', type: 'float32', shape: [2, 'n', 128] },
      { name: 'sr', type: 'int64', shape: [] },
    ],
    outputs: [
      { name: 'output', type: 'float32', shape: ['n', 1] },
      { name: 'stateN', type: 'float32', shape: [2, 'n', 128] },
    ],
    weights: [
      { name: 'ear', shape: [samples, 1], data: new Float32Array(samples).fill(2) },
      { name: 'deafness', shape: [1], data: Float32Array.of(-10) },
    ],
    nodes: [
      { operator: 'Abs', inputs: ['input'], outputs: ['loud'] },
      { operator: 'MatMul', inputs: ['loud', 'ear'], outputs: ['heard'] },
      { operator: 'Add', inputs: ['heard', 'deafness'], outputs: ['over'] },
      { operator: 'Sigmoid', inputs: ['over'], outputs: ['output'] },
      { operator: 'Identity', inputs: ['state'], outputs: ['stateN'] },
    ],
  };
  const config = { graph: 'onnx/model.onnx', sampleRate: 16_000, windowSamples, contextSamples };
  return named('loudness', working({ role: 'voice-activity', config }, { [config.graph]: onnxFile(made) }));
}

function named(key: string, { model, contents }: MadeModel): MadeModel {
  return { model: { ...model, key }, contents };
}

/** Puts models into a home beside those that its manifest names; the options that have `index` use them. */
export function installBeside(home: string, models: readonly MadeModel[]): string[] {
  const path = join(home, 'models.manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  for (const made of models) {
    install(home, made);
    const { key, ...entry } = made.model;
    manifest.models[key] = entry;
  }
  writeFileSync(path, JSON.stringify(manifest));
  return models.flatMap(({ model: { role, key } }) => ['--with', `${role}=${key}`]);
}
