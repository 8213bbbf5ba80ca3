import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import type { RerankerConfig } from '../../domain/manifest/schema.ts';
import type { Reranker } from '../../domain/ports/encoders.ts';
import { byLength } from './by-length.ts';
import { openGraph } from './open-graph.ts';
import { openTokenizer, type TextFiles } from './open-tokenizer.ts';
import { toTextFeeds } from './text-feeds.ts';

/** Tokens of a batch, padding included: two pairs of 512, or many short ones (docs/decisions/039). */
const BATCH_TOKENS = 1024;

/**
 * Opens a model that judges how well passages answer a question. A pair is cut to the model's `maxTokens`, at the end of
 * the passage. Float graphs take pairs of like length at once; dynamically quantised ones one at a time (docs/decisions/004).
 */
export async function openReranker(
  files: TextFiles,
  name: string,
  config: RerankerConfig,
  threads = 0,
): Promise<Reranker> {
  const { maxTokens, quantization } = config;
  const tokenizer = openTokenizer(files.tokenizer, name, files.compiled);
  const graph = await openGraph(files.graph, name, { threads });
  const batchTokens = quantization === 'dynamic' ? 0 : BATCH_TOKENS;
  return {
    async score(question, passages, signal) {
      const pairs = passages.map((passage) => tokenizer.encodePair(question, passage, maxTokens));
      const scores = new Array<number>(passages.length);
      for (const places of byLength(
        pairs.map(({ ids }) => ids.length),
        batchTokens,
      )) {
        // A run holds up the thread. The runtime gives way to events before each, so that a signal arrives between two.
        throwIfInterrupted(signal);
        const some = places.map((place) => pairs[place]!);
        const logits = await graph.run(toTextFeeds(graph.inputNames, some), 'logits');
        if (logits.data.length !== places.length) throw notOneLabel(name, logits.dims);
        places.forEach((place, row) => {
          scores[place] = sigmoid(Number(logits.data[row]));
        });
      }
      return scores;
    },
    close: graph.close,
  };
}

/** One label: a softmax over it would be 1 for everything. */
function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function notOneLabel(name: string, dims: readonly number[]): HeimdexError {
  return new HeimdexError(
    'model-damaged',
    `${name} gives scores of the shape ${dims.join(' × ')}, not one a pair`,
    {
      hint: 'heimdex models verify --deep',
    },
  );
}
