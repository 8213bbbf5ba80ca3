import type { Feed } from '../../ports/graph-reader.ts';
import type { Model } from '../schema.ts';
import type { Clues } from './clues.ts';

/** How a graph is tried: loaded and, where `feeds` are there, run once. */
export interface Trial {
  readonly path: string;
  readonly feeds?: readonly Feed[];
  /** The output that has to have the shape `expected`. */
  readonly output?: string;
  readonly expected?: readonly number[];
}

const TOKENS = 8;

/** How to find out, before a model is used, that its graphs load and give what its configuration says. */
export function trialsOf(model: Model, clues: Clues): Trial[] {
  switch (model.role) {
    // A large encoder takes ten seconds a window: whether it runs is for `models verify --deep`.
    case 'speech':
      return [{ path: model.config.encoder }, { path: model.config.decoder }];
    case 'text': {
      const { graph, output, dimension } = model.config;
      return [
        { path: graph, feeds: tokenFeeds(clues, 'graph', TOKENS), output, expected: [1, TOKENS, dimension] },
      ];
    }
    case 'reranker':
      return [
        {
          path: model.config.graph,
          feeds: tokenFeeds(clues, 'graph', TOKENS),
          output: 'logits',
          expected: [1, 1],
        },
      ];
    case 'image-text': {
      const { vision, text, dimension } = model.config;
      const expected = [1, dimension];
      return [
        { path: vision.graph, feeds: [picture(vision.input, vision.size)], output: vision.output, expected },
        { path: text.graph, feeds: tokenFeeds(clues, 'text', text.length), output: text.output, expected },
      ];
    }
    case 'face-detection': {
      const { graph, size = 320, strides } = model.config;
      const cells = (size / strides[0]!) ** 2;
      return [
        {
          path: graph,
          feeds: [picture('input', size)],
          output: `cls_${strides[0]}`,
          expected: [1, cells, 1],
        },
      ];
    }
    case 'face-recognition': {
      const { graph, size, dimension } = model.config;
      const { inputs, outputs } = clues.graphs.get('graph')!.facts;
      return [
        {
          path: graph,
          feeds: [picture(inputs[0]!.name, size)],
          output: outputs[0]!.name,
          expected: [1, dimension],
        },
      ];
    }
    case 'voice-activity': {
      const { graph, sampleRate, windowSamples, contextSamples } = model.config;
      const feeds = [
        { name: 'input', type: 'float32', shape: [1, windowSamples + contextSamples] },
        { name: 'state', type: 'float32', shape: [2, 1, 128] },
        { name: 'sr', type: 'int64', shape: [], fill: sampleRate },
      ];
      return [{ path: graph, feeds, output: 'output', expected: [1, 1] }];
    }
  }
}

function picture(name: string, size: number): Feed {
  return { name, type: 'float32', shape: [1, 3, size, size] };
}

function tokenFeeds(clues: Clues, part: 'graph' | 'text', length: number): Feed[] {
  return clues.graphs.get(part)!.facts.inputs.map(({ name, type }) => ({
    name,
    type,
    shape: [1, length],
    fill: name === 'attention_mask' ? 1 : 0,
  }));
}
