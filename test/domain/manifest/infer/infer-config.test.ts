import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Clues, GraphPart } from '../../../../src/domain/manifest/infer/clues.ts';
import { completeConfig, parseConstant } from '../../../../src/domain/manifest/infer/complete-config.ts';
import { inferConfig } from '../../../../src/domain/manifest/infer/infer-config.ts';
import { parseManifest } from '../../../../src/domain/manifest/parse-manifest.ts';
import type { ModelRole } from '../../../../src/domain/manifest/roles.ts';
import type { GraphFacts, GraphValue } from '../../../../src/domain/ports/graph-reader.ts';

const builtIn = parseManifest(
  readFileSync(new URL('../../../../models.manifest.json', import.meta.url), 'utf8'),
  'models.manifest.json',
);
const configOf = (key: string) => builtIn.models[key]!.config;

type Shapes = Readonly<Record<string, readonly (number | string)[]>>;

function graph(inputs: Shapes, outputs: Shapes, operators: string[] = []): GraphFacts {
  const values = (shapes: Shapes): GraphValue[] =>
    Object.entries(shapes).map(([name, shape]) => ({ name, type: 'float32', shape }));
  return {
    inputs: values(inputs),
    outputs: values(outputs),
    operators: new Set(operators),
    weights: new Map([['float32', 1]]),
    opset: 17,
    externalFiles: [],
  };
}

function clues(
  graphs: Partial<Record<GraphPart, readonly [string, GraphFacts]>>,
  documents: object = {},
): Clues {
  return {
    graphs: new Map(
      Object.entries(graphs).map(([part, [path, facts]]) => [part as GraphPart, { path, facts }]),
    ),
    documents: new Map(Object.entries(documents)),
  };
}

/** The configuration of some clues and constants, as `models add` makes it. */
function config(role: ModelRole, given: Clues, ...constants: string[]) {
  return completeConfig(
    role,
    inferConfig(role, given),
    new Map(constants.map((text) => parseConstant(role, text))),
  );
}

const failing = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error as { code: string; message: string; hint: string };
  }
  throw new Error('nothing was refused');
};

const QUANTIZED = ['MatMulInteger', 'DynamicQuantizeLinear'];
const TOKENS: Shapes = { input_ids: ['b', 's'], attention_mask: ['b', 's'] };

describe('a speech model', () => {
  const encoder = graph(
    { input_features: ['b', 80, 3000] },
    { last_hidden_state: ['b', 1500, 768] },
    QUANTIZED,
  );
  const decoder = (outputs: Shapes) =>
    graph(
      { input_ids: ['b', 's'], encoder_hidden_states: ['b', 1500, 768], use_cache_branch: [1] },
      { logits: ['b', 's', 51_865], ...outputs },
      QUANTIZED,
    );
  const paths = ['onnx/encoder_model_quantized.onnx', 'onnx/decoder_model_merged_quantized.onnx'] as const;
  const documents = {
    'preprocessor_config.json': { sampling_rate: 16_000, chunk_length: 30 },
    'generation_config.json': { is_multilingual: true, lang_to_id: { '<|en|>': 50_259, '<|ko|>': 50_264 } },
  };
  const whisper = (outputs: Shapes, more: object = {}) =>
    clues({ encoder: [paths[0], encoder], decoder: [paths[1], decoder(outputs)] }, { ...documents, ...more });

  it('gets what the built-in manifest says of Whisper small', () => {
    const made = config('speech', whisper({ 'cross_attentions.0': ['b', 12, 's', 1500] }));
    expect(made).toEqual(configOf('whisper-small'));
  });

  it('has no word times without cross attentions', () => {
    expect(config('speech', whisper({}))).toMatchObject({ wordTimes: false });
  });

  it('knows English alone where it has no tokens for languages', () => {
    const english = whisper({}, { 'generation_config.json': { is_multilingual: false } });
    expect(config('speech', english)).toMatchObject({ languages: ['en'] });
    const silent = whisper({}, { 'generation_config.json': {} });
    expect(failing(() => config('speech', silent)).message).toMatch(/do not tell languages/);
  });

  it('is none where the decoder takes no branch', () => {
    const wrong = clues({ encoder: [paths[0], encoder], decoder: [paths[1], graph(TOKENS, { logits: [] })] });
    expect(failing(() => config('speech', wrong))).toMatchObject({
      code: 'usage',
      message: expect.stringMatching(
        /decoder_model_merged_quantized.onnx is no graph for speech: .* encoder_hidden_states/,
      ),
    });
  });
});

describe('a text model', () => {
  const bge = (documents: object, outputs: Shapes = { last_hidden_state: ['b', 's', 1024] }) =>
    clues({ graph: ['onnx/model_quantized.onnx', graph(TOKENS, outputs, QUANTIZED)] }, documents);
  const documents = {
    'config.json': { model_type: 'xlm-roberta', max_position_embeddings: 8194 },
    'tokenizer_config.json': { model_max_length: 8192 },
    '1_Pooling/config.json': { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false },
  };

  it('gets what the built-in manifest says of BGE-M3', () => {
    expect(config('text', bge(documents))).toEqual(configOf('bge-m3'));
  });

  it('says which option tells the pooling that no file tells', () => {
    const error = failing(() => config('text', bge({ ...documents, '1_Pooling/config.json': undefined })));
    expect(error).toMatchObject({ code: 'usage', message: "the model's files do not tell pooling" });
    expect(error.hint).toMatch(/--set pooling=mean/);
    expect(config('text', bge({}), 'pooling=mean', 'maxTokens=256', 'languages=en,ko')).toMatchObject({
      pooling: 'mean',
      maxTokens: 256,
      languages: ['en', 'ko'],
    });
  });

  it.each([
    ['mean', { pooling_mode_mean_tokens: true }, 'mean'],
    ['the first', { pooling_mode_cls_token: true }, 'first'],
    [
      'a way that heimdex does not have',
      { pooling_mode_max_tokens: true, pooling_mode_mean_tokens: true },
      undefined,
    ],
    ['two ways at once', { pooling_mode_cls_token: true, pooling_mode_mean_tokens: true }, undefined],
  ])('pools %s as sentence-transformers wrote it down', (_, pooling, expected) => {
    expect(inferConfig('text', bge({ '1_Pooling/config.json': pooling })).pooling).toBe(expected);
  });

  it.each([
    [
      'the length it was trained with',
      {
        'sentence_bert_config.json': { max_seq_length: 256 },
        'tokenizer_config.json': { model_max_length: 512 },
      },
      256,
    ],
    [
      'the least that is stated',
      {
        'config.json': { max_position_embeddings: 512 },
        'tokenizer_config.json': { model_max_length: 1e30 },
      },
      512,
    ],
    [
      'what RoBERTa leaves of its positions',
      { 'config.json': { model_type: 'roberta', max_position_embeddings: 514 } },
      512,
    ],
    ["the tokenizer's own cut", { 'tokenizer.json': { truncation: { max_length: 128 } } }, 128],
    ['no number that makes no sense', { 'tokenizer_config.json': { model_max_length: '512' } }, undefined],
  ])('takes %s for the longest input', (_, given, expected) => {
    expect(inferConfig('text', bge(given)).maxTokens).toBe(expected);
  });

  it('takes the dimension from the configuration where the graph leaves it open', () => {
    const open = bge({ 'config.json': { hidden_size: 384 } }, { token_embeddings: ['b', 's', 'd'] });
    expect(inferConfig('text', open)).toMatchObject({ dimension: 384, output: 'token_embeddings' });
  });

  it('is none where the graph wants what heimdex can not feed, or gives no token states', () => {
    const strange = graph({ ...TOKENS, pixel_values: [] }, { last_hidden_state: [] });
    expect(failing(() => config('text', clues({ graph: ['model.onnx', strange] }))).message).toMatch(
      /wants an input pixel_values/,
    );
    expect(failing(() => config('text', bge({}, { sentence_embedding: ['b', 1024] }))).message).toMatch(
      /no output any of last_hidden_state, token_embeddings, but sentence_embedding/,
    );
    expect(failing(() => config('text', bge({}, { last_hidden_state: ['b', 1024] }))).message).toMatch(
      /2 dimensions, not 3/,
    );
  });
});

describe('an image–text model', () => {
  const siglip = (documents: object = {}, text: Shapes = { pooler_output: ['b', 768] }) =>
    clues(
      {
        vision: [
          'onnx/vision_model.onnx',
          graph({ pixel_values: ['b', 3, 'h', 'w'] }, { last_hidden_state: [], pooler_output: ['b', 768] }),
        ],
        text: ['onnx/text_model_quantized.onnx', graph({ input_ids: ['b', 's'] }, text, QUANTIZED)],
      },
      documents,
    );
  const documents = {
    'config.json': { model_type: 'siglip', text_config: { max_position_embeddings: 64, pad_token_id: 1 } },
    'preprocessor_config.json': {
      resample: 2,
      size: { height: 224, width: 224 },
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
    },
    'tokenizer_config.json': { pad_token: '<pad>' },
    'tokenizer.json': {
      added_tokens: [
        { id: 0, content: '<pad>' },
        { id: 1, content: '<eos>' },
      ],
    },
  };

  it('gets what the built-in manifest says of SigLIP 2, given its scale', () => {
    const made = config(
      'image-text',
      siglip(documents),
      'scoring.logScale=4.724453449249268',
      'scoring.bias=-16.771724700927734',
    );
    expect(made).toEqual(configOf('siglip2-base-patch16-224'));
  });

  it('gets what the built-in manifest says of CLIP', () => {
    const clip = clues(
      {
        vision: [
          'onnx/vision_model_quantized.onnx',
          graph({ pixel_values: ['b', 3, 'h', 'w'] }, { image_embeds: ['b', 512] }, QUANTIZED),
        ],
        text: ['onnx/text_model_quantized.onnx', graph(TOKENS, { text_embeds: ['b', 512] }, QUANTIZED)],
      },
      {
        'config.json': { model_type: 'clip', text_config: { max_position_embeddings: 77, pad_token_id: 1 } },
        'preprocessor_config.json': {
          do_center_crop: true,
          crop_size: { height: 224, width: 224 },
          size: { shortest_edge: 224 },
          resample: 3,
          image_mean: [0.48145466, 0.4578275, 0.40821073],
          image_std: [0.26862954, 0.26130258, 0.27577711],
        },
        'tokenizer_config.json': { pad_token: { content: '<|endoftext|>' } },
        'tokenizer.json': {
          added_tokens: [
            { id: 49_406, content: '<|startoftext|>' },
            { id: 49_407, content: '<|endoftext|>' },
          ],
          normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Lowercase' }] },
        },
      },
    );
    expect(config('image-text', clip, 'languages=en')).toEqual(configOf('clip-vit-base-patch32'));
  });

  it('does not guess how pictures are prepared', () => {
    const without = siglip({ ...documents, 'preprocessor_config.json': undefined });
    expect(failing(() => config('image-text', without)).hint).toMatch(/--set vision\.size=224/);
    const lanczos = { ...documents['preprocessor_config.json'], resample: 1 };
    const error = failing(() =>
      config('image-text', siglip({ ...documents, 'preprocessor_config.json': lanczos })),
    );
    expect(error.message).toMatch(/do not tell vision\.resample/);
  });

  it('is none where pictures and texts have vectors of different length', () => {
    expect(
      failing(() => config('image-text', siglip(documents, { pooler_output: ['b', 512] }))).message,
    ).toMatch(/512 numbers, those of pictures 768/);
  });

  it('asks for the bias where only the scale is stated', () => {
    expect(failing(() => config('image-text', siglip(documents), 'scoring.logScale=4')).message).toMatch(
      /do not tell scoring\.bias/,
    );
  });
});

describe('models of faces, voices and rank', () => {
  const faces = (outputs: string[], height: number | string = 640, width: number | string = 640) =>
    clues({
      graph: [
        'face_detection_yunet_2023mar.onnx',
        graph({ input: [1, 3, height, width] }, Object.fromEntries(outputs.map((name) => [name, [1, 1, 1]]))),
      ],
    });
  const yunet = [8, 16, 32].flatMap((stride) =>
    ['cls', 'obj', 'bbox', 'kps'].map((kind) => `${kind}_${stride}`),
  );

  it('gets what the built-in manifest says of YuNet, of a fixed size or a free one', () => {
    expect(config('face-detection', faces(yunet))).toEqual(configOf('yunet'));
    expect(config('face-detection', faces(yunet, 'height', 'width'))).not.toHaveProperty('size');
  });

  it('takes nothing else for a face detector', () => {
    expect(failing(() => config('face-detection', faces(['scores']))).message).toMatch(/no output cls_8/);
    expect(
      failing(() => config('face-detection', faces(yunet.filter((name) => name !== 'kps_16')))).message,
    ).toMatch(/no output kps_16/);
    expect(failing(() => config('face-detection', faces(yunet, 480, 640))).message).toMatch(
      /640×480, not square/,
    );
  });

  it('gets what the built-in manifest says of SFace, given its threshold', () => {
    const sface = clues({
      graph: ['face_recognition_sface_2021dec.onnx', graph({ data: [1, 3, 112, 112] }, { fc1: [1, 128] })],
    });
    expect(failing(() => config('face-recognition', sface)).hint).toMatch(/--set samePersonCosine=0\.363/);
    expect(config('face-recognition', sface, 'samePersonCosine=0.363')).toEqual(configOf('sface'));
  });

  it('gets what the built-in manifest says of Silero and of a reranker', () => {
    const silero = graph(
      { input: ['b', 's'], state: [2, 'b', 128], sr: [] },
      { output: ['b', 1], stateN: [] },
    );
    expect(config('voice-activity', clues({ graph: ['onnx/model.onnx', silero] }))).toEqual(
      configOf('silero-vad'),
    );
    const ranker = (labels: number) =>
      clues(
        { graph: ['onnx/model_quantized.onnx', graph(TOKENS, { logits: ['b', labels] }, QUANTIZED)] },
        { 'config.json': { max_position_embeddings: 8194, model_type: 'xlm-roberta' } },
      );
    expect(config('reranker', ranker(1))).toEqual(configOf('bge-reranker-v2-m3'));
    expect(failing(() => config('reranker', ranker(3))).message).toMatch(/3 labels, a reranker gives one/);
  });
});

describe('a constant that the user states', () => {
  it('goes before what the files say', () => {
    const given = clues({ graph: ['m.onnx', graph(TOKENS, { last_hidden_state: ['b', 's', 4] })] });
    expect(config('text', given, 'pooling=first', 'maxTokens=99')).toMatchObject({
      pooling: 'first',
      maxTokens: 99,
    });
  });

  it.each([
    ['text', 'poolin=mean', /no constant poolin \(did you mean pooling\?\)/],
    ['text', 'pooling', /expected NAME=VALUE/],
    ['speech', 'pooling=mean', /speech has no constant pooling/],
    ['text', 'graph=other.onnx', /no constant graph/],
  ] as const)('is refused for %s as %s', (role, text, reason) => {
    expect(failing(() => parseConstant(role, text)).message).toMatch(reason);
  });
});
