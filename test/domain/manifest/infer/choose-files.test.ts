import { describe, expect, it } from 'vitest';
import { chooseFiles, type FileChoice } from '../../../../src/domain/manifest/infer/choose-files.ts';
import { externalPaths } from '../../../../src/domain/manifest/infer/external-paths.ts';
import { modelKeyOf } from '../../../../src/domain/manifest/infer/model-key.ts';

const choose = (choice: Omit<FileChoice, 'place'>) => chooseFiles({ place: 'the folder', ...choice });
const refusal = (choice: Omit<FileChoice, 'place'>) => {
  try {
    choose(choice);
  } catch (error) {
    return error as { code: string; message: string; hint: string };
  }
  throw new Error('files were chosen');
};

const TEXT = [
  'tokenizer.json',
  'onnx/model.onnx',
  'onnx/model_quantized.onnx',
  'onnx/model_fp16.onnx',
  'README.md',
];
const WHISPER = [
  ...[
    'config.json',
    'generation_config.json',
    'preprocessor_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
  ],
  'onnx/encoder_model.onnx',
  'onnx/encoder_model_q4.onnx',
  'onnx/decoder_model_merged.onnx',
  'onnx/decoder_model_merged_quantized.onnx',
];

describe('chooseFiles', () => {
  it('takes q8 where it is there, and only what the code reads', () => {
    const { graphs, companions } = choose({ role: 'text', paths: TEXT });
    expect(graphs.get('graph')).toBe('onnx/model_quantized.onnx');
    expect(companions).toEqual(['tokenizer.json']);
  });

  it('takes one number format for all graphs, unless each is named', () => {
    expect([...choose({ role: 'speech', paths: WHISPER }).graphs.values()]).toEqual([
      'onnx/encoder_model.onnx',
      'onnx/decoder_model_merged.onnx',
    ]);
    const { graphs } = choose({ role: 'speech', paths: WHISPER, dtype: 'encoder=fp32,decoder=q8' });
    expect([...graphs.values()]).toEqual([
      'onnx/encoder_model.onnx',
      'onnx/decoder_model_merged_quantized.onnx',
    ]);
  });

  it.each([
    ['a typo', 'q9', /no graph of number format q9 \(did you mean q8\?\); for text there are q8, fp32, fp16/],
    ['one that is not there', 'q4f16', /number format q4f16.*; for text there are q8, fp32, fp16/],
    ['an unknown graph', 'graph=q8,decoder=q8', /text has no decoder graph/],
  ])('names the choices for %s in the number format', (_, dtype, reason) => {
    const error = refusal({ role: 'text', paths: TEXT, dtype });
    expect(error.code).toBe('usage');
    expect(error.message).toMatch(reason);
  });

  it('says which graph a number format says nothing of', () => {
    const error = refusal({ role: 'speech', paths: WHISPER, dtype: 'encoder=fp32' });
    expect(error.message).toMatch(
      /says nothing of the decoder graph; .*encoder: fp32, q4; decoder: q8, fp32/,
    );
  });

  it('names what is missing', () => {
    expect(refusal({ role: 'text', paths: ['onnx/model.onnx'] }).message).toMatch(/holds no tokenizer\.json/);
    expect(refusal({ role: 'speech', paths: TEXT }).message).toMatch(/no onnx\/encoder_model\.onnx/);
    expect(refusal({ role: 'speech', paths: WHISPER.slice(1) }).message).toMatch(/no config\.json/);
  });

  it('takes the only graph of a folder whatever it is called, and asks where there are two', () => {
    const { graphs } = choose({ role: 'face-detection', paths: ['a.onnx', 'LICENSE'] });
    expect(graphs.get('graph')).toBe('a.onnx');
    expect(refusal({ role: 'face-detection', paths: ['a.onnx', 'b.onnx'] }).hint).toMatch(
      /--graph a\.onnx, or --graph b\.onnx/,
    );
    expect(
      choose({ role: 'face-detection', paths: ['a.onnx', 'b.onnx'], graph: 'b.onnx' }).graphs.get('graph'),
    ).toBe('b.onnx');
    expect(refusal({ role: 'face-detection', paths: ['a.onnx'], graph: 'b.onnx' }).message).toMatch(
      /no graph b\.onnx \(did you mean a\.onnx/,
    );
    expect(refusal({ role: 'speech', paths: WHISPER, graph: 'x.onnx' }).message).toMatch(
      /has 2 graphs, not one/,
    );
  });
});

describe('externalPaths', () => {
  const paths = (location: string) =>
    externalPaths({
      path: 'onnx/model.onnx',
      facts: {
        inputs: [],
        outputs: [],
        operators: new Set(),
        weights: new Map(),
        opset: 17,
        externalFiles: [location],
      },
    });

  it('lie beside the graph', () => {
    expect(paths('model.onnx_data')).toEqual(['onnx/model.onnx_data']);
  });

  it.each(['../secret', '/etc/passwd', 'a/../../secret', 'C:\\secret', 'a\\..\\secret', '', 'NUL', '..'])(
    'are refused as %j',
    (location) => {
      expect(() => paths(location)).toThrow(/looks for weights outside its folder/);
    },
  );
});

describe('modelKeyOf', () => {
  it.each([
    ['whisper-tiny.en', 'q8', 'whisper-tiny.en-q8'],
    ['all-MiniLM-L6-v2', 'fp32', 'all-minilm-l6-v2-fp32'],
    ['model-q8', 'q8', 'model-q8'],
    ['Modèle de Voix', 'fp32 encoder, q8 decoder', 'mod-le-de-voix-fp32-q8'],
    ['...', 'q8', 'model-q8'],
    ['음성', 'q8', 'model-q8'],
    ['x'.repeat(300), 'q8', `${'x'.repeat(60)}-q8`],
  ])('makes a key of %s and %s', (name, dtype, key) => {
    expect(modelKeyOf(name, dtype)).toBe(key);
  });
});
