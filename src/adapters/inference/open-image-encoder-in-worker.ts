import { Worker } from 'node:worker_threads';
import { type ErrorCode, HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import type { ImageEncoder } from '../../domain/ports/encoders.ts';
import type { UnitVector } from '../../domain/vector.ts';
import type { ImageWorkerData, WorkerMessage } from './image-worker-protocol.ts';

interface Waiting {
  resolve(vectors: UnitVector[]): void;
  reject(error: Error): void;
}

/**
 * Opens the picture tower in a thread of its own: the runtime blocks the thread it runs on, and frames have to be read
 * meanwhile; and ending the thread gives its memory back, which the runtime itself does not.
 */
export async function openImageEncoderInWorker(data: ImageWorkerData): Promise<ImageEncoder> {
  const worker = new Worker(new URL('./image-worker.js', import.meta.url), { workerData: data });
  const waiting = new Map<number, Waiting>();
  let busyMs = 0;
  let nextId = 0;
  let opened: ((batchSize: number) => void) | undefined;
  let refused: ((error: Error) => void) | undefined;
  const ready = new Promise<number>((resolve, reject) => {
    opened = resolve;
    refused = reject;
  });
  const failAll = (error: Error) => {
    refused?.(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready') return opened?.(message.batchSize);
    if (message.kind === 'failed' && message.id === undefined) return failAll(toError(message));
    const request = waiting.get(message.id!);
    waiting.delete(message.id!);
    if (message.kind === 'failed') return request?.reject(toError(message));
    busyMs = message.busyMs;
    request?.resolve(message.vectors as UnitVector[]);
  });
  worker.on('error', failAll);
  worker.on('exit', (code) => failAll(new Error(`the inference thread ended with ${code}`)));
  try {
    const batchSize = await ready;
    return {
      batchSize,
      embedImages(images, signal) {
        throwIfInterrupted(signal);
        const id = nextId++;
        return new Promise((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          worker.postMessage(
            { id, images },
            images.map(({ pixels }) => pixels.buffer as ArrayBuffer),
          );
        });
      },
      busyMilliseconds: () => busyMs,
      close: async () => void (await worker.terminate()),
    };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

function toError(message: WorkerMessage & { kind: 'failed' }): Error {
  if (message.code === undefined) return new Error(message.message);
  return new HeimdexError(
    message.code as ErrorCode,
    message.message,
    message.hint === undefined ? {} : { hint: message.hint },
  );
}
