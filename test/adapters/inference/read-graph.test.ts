import { closeSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readGraph } from '../../../src/adapters/inference/onnx/read-graph.ts';
import { HeimdexError } from '../../../src/domain/errors.ts';
import type { GraphFacts } from '../../../src/domain/ports/graph-reader.ts';
import {
  bytesField,
  floats,
  message,
  modelOf,
  node,
  numberField,
  textGraph,
  value,
  varint,
} from '../../support/made-graphs.ts';
import { sharedData } from '../../support/shared-data.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const golden = (name: string) =>
  fileURLToPath(new URL(`../../golden/files/tiny-siglip2/onnx/${name}`, import.meta.url));

function read(content: Uint8Array): GraphFacts {
  const path = join(tempFolder(), 'model.onnx');
  writeFileSync(path, content);
  return readGraph(path, 'made');
}

function refusal(content: Uint8Array): HeimdexError {
  try {
    read(content);
  } catch (error) {
    expect(error).toBeInstanceOf(HeimdexError);
    return error as HeimdexError;
  }
  throw new Error('the graph was read');
}

const OUTPUT = bytesField(12, value('out', 'float32', [1]));

describe('readGraph', () => {
  it('gives names, number formats and shapes of a real graph', () => {
    const { inputs, outputs, opset, weights } = readGraph(golden('vision_model.onnx'), 'vision');
    expect(inputs).toEqual([
      { name: 'pixel_values', type: 'float32', shape: ['batch_size', 'num_channels', 'height', 'width'] },
    ]);
    expect(outputs.find(({ name }) => name === 'pooler_output')).toEqual({
      name: 'pooler_output',
      type: 'float32',
      shape: ['batch_size', 32],
    });
    expect(opset).toBe(17);
    expect(weights.get('float32')).toBe(203_196);
  });

  it('tells a quantised graph from a float one', () => {
    expect(readGraph(golden('text_model.onnx'), 'text').operators).not.toContain('DynamicQuantizeLinear');
    const quantized = readGraph(golden('text_model_quantized.onnx'), 'text');
    expect(quantized.operators).toContain('DynamicQuantizeLinear');
    expect([...quantized.weights].sort((a, b) => b[1] - a[1])[0]![0]).toBe('uint8');
  });

  it('finds what stands only in the branches of a merged decoder', (context) => {
    const path = sharedData(context, 'models/whisper-tiny.en/onnx/decoder_model_merged_quantized.onnx');
    const { inputs, outputs, operators } = readGraph(path, 'decoder');
    expect(operators).toContain('DynamicQuantizeLinear');
    expect(inputs.map(({ name }) => name)).toContain('use_cache_branch');
    expect(outputs.filter(({ name }) => name.startsWith('cross_attentions.'))).toHaveLength(4);
  });

  it('looks into graphs inside graphs, tensors in attributes and functions', () => {
    const inner = bytesField(1, node('DynamicQuantizeLinear', ['x'], ['y']));
    const branch = message(bytesField(1, 'then_branch'), bytesField(6, message(inner)));
    const constant = message(bytesField(1, 'value'), bytesField(5, floats('c', [3], new Float32Array(3))));
    const model = modelOf(
      bytesField(1, node('If', ['cond'], ['out'], branch)),
      bytesField(1, node('Constant', [], ['c'], constant)),
      OUTPUT,
    );
    const facts = read(message(model, bytesField(25, bytesField(7, node('Gelu', ['a'], ['b'])))));
    expect([...facts.operators].sort()).toEqual(['Constant', 'DynamicQuantizeLinear', 'Gelu', 'If']);
    expect(facts.weights.get('float32')).toBe(12);
  });

  it('does not take weights that an old file lists among its inputs for inputs', () => {
    const facts = read(
      modelOf(
        bytesField(11, value('input', 'float32', [1])),
        bytesField(11, value('weights', 'float32', [2])),
        bytesField(5, floats('weights', [2], new Float32Array(2))),
        OUTPUT,
      ),
    );
    expect(facts.inputs.map(({ name }) => name)).toEqual(['input']);
  });

  it('names each file that holds weights, whatever the name says', () => {
    const facts = read(
      modelOf(
        bytesField(5, floats('a', [2], { location: 'model.onnx_data' })),
        bytesField(5, floats('b', [2], { location: '../../secret' })),
        bytesField(5, floats('c', [2], { location: 'model.onnx_data' })),
        OUTPUT,
      ),
    );
    expect(facts.externalFiles).toEqual(['model.onnx_data', '../../secret']);
  });

  it('passes over weights of gigabytes without taking them into memory', () => {
    const path = join(tempFolder(), 'large.onnx');
    const gigabytes = 3 * 1024 ** 3;
    const tensor = message(
      numberField(1, gigabytes / 4),
      numberField(2, 1),
      bytesField(8, 'w'),
      varint(9 * 8 + 2),
      varint(gigabytes),
    );
    const after = OUTPUT;
    const initializer = message(varint(5 * 8 + 2), varint(tensor.length + gigabytes), tensor);
    const head = message(
      varint(7 * 8 + 2),
      varint(initializer.length + gigabytes + after.length),
      initializer,
    );
    const descriptor = openSync(path, 'w');
    writeSync(descriptor, head, 0, head.length, 0);
    writeSync(descriptor, after, 0, after.length, head.length + gigabytes);
    closeSync(descriptor);
    const before = process.memoryUsage().rss;
    const facts = readGraph(path, 'large');
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 ** 2);
    expect(facts.weights.get('float32')).toBe(gigabytes);
    expect(facts.outputs).toHaveLength(1);
    truncateSync(path, 0);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), /holds no graph/],
    ['a pointer of git lfs', Buffer.from('version https://git-lfs.github.com/spec/v1\n'), /no ONNX graph/],
    ['a field longer than the file', message(varint(7 * 8 + 2), varint(1e12)), /1000000000000 bytes where/],
    ['a number without end', Buffer.alloc(20, 0xff), /without end/],
    ['a file that ends inside a number', Buffer.from([0x08, 0x80]), /ends inside a number/],
    ['two graphs', message(textGraph(), textGraph()), /holds no graph/],
    ['a graph without outputs', modelOf(bytesField(11, value('input', 'float32', [1]))), /no output/],
    [
      'a name of a megabyte',
      modelOf(bytesField(1, node('x'.repeat(1024 ** 2), [], [])), OUTPUT),
      /a name of/,
    ],
    [
      'weights that lie nowhere',
      modelOf(bytesField(5, message(bytesField(8, 'w'), numberField(14, 1))), OUTPUT),
      /lie nowhere/,
    ],
  ])('refuses %s', (_, content, reason) => {
    const error = refusal(content);
    expect(error.code).toBe('model-damaged');
    expect(error.message).toMatch(reason);
    expect(error.hint).toBeDefined();
  });

  it('refuses graphs nested without end', () => {
    let graph = message();
    for (let depth = 0; depth < 40; depth++) {
      graph = message(bytesField(1, node('If', [], [], message(bytesField(6, graph)))));
    }
    expect(refusal(modelOf(graph, OUTPUT)).message).toMatch(/nested more than 16/);
  });

  it('refuses a file that only wants to keep it busy', () => {
    const fields = Buffer.alloc(2 * 5_000_001, numberField(1, 0));
    expect(refusal(fields).message).toMatch(/more than 5000000 fields/);
  });

  it('ends with an error of its own, or facts, whatever byte is missing or changed', () => {
    const whole = textGraph();
    const outcomes = new Set<string>();
    const path = join(tempFolder(), 'model.onnx');
    const attempt = (content: Uint8Array) => {
      writeFileSync(path, content);
      try {
        readGraph(path, 'made');
        outcomes.add('facts');
      } catch (error) {
        expect(error).toBeInstanceOf(HeimdexError);
        outcomes.add((error as HeimdexError).code);
      }
    };
    for (let length = 0; length < whole.length; length++) attempt(whole.subarray(0, length));
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 0xff;
      attempt(changed);
    }
    expect([...outcomes].sort()).toEqual(['facts', 'model-damaged']);
  });
});
