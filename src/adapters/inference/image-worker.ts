import { parentPort, workerData } from 'node:worker_threads';
import { HeimdexError } from '../../domain/errors.ts';
import type { EmbedRequest, ImageWorkerData, WorkerMessage } from './image-worker-protocol.ts';
import { openImageEncoder } from './open-image-encoder.ts';

// The thread that runs the picture tower (see open-image-encoder-in-worker.ts).
const port = parentPort!;
const { graphPath, name, config, threads } = workerData as ImageWorkerData;
const never = new AbortController().signal;
const post = (message: WorkerMessage) => port.postMessage(message);

function failure(error: unknown): WorkerMessage & { kind: 'failed' } {
  if (!(error instanceof HeimdexError))
    return { kind: 'failed', message: (error as Error).stack ?? String(error) };
  return {
    kind: 'failed',
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}

try {
  const encoder = await openImageEncoder(graphPath, name, config, { threads });
  let turn = Promise.resolve();
  port.on('message', ({ id, images }: EmbedRequest) => {
    turn = turn.then(async () => {
      try {
        const vectors = await encoder.embedImages(images, never);
        post({ kind: 'vectors', id, vectors, busyMs: encoder.busyMilliseconds() });
      } catch (error) {
        post({ ...failure(error), id });
      }
    });
  });
  post({ kind: 'ready', batchSize: encoder.batchSize });
} catch (error) {
  post(failure(error));
}
