import { HeimdexError } from '../../../domain/errors.ts';
import type { Transcriber } from '../../../domain/ports/speech.ts';
import { openTranscriber } from './open-transcriber.ts';
import type { TranscriberAnswer, TranscriberRequest } from './transcriber-protocol.ts';

// The process that runs Whisper (see open-transcriber-in-process.ts). A Ctrl-C at the terminal reaches it as well: who
// started it decides what becomes of it, and it ends when that one is gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit());

const send = (answer: TranscriberAnswer) => void process.send!(answer);
const cancellers = new Map<number, AbortController>();
let transcriber: Transcriber;
let turn: Promise<void> = Promise.resolve();

process.on('message', (request: TranscriberRequest) => {
  if (request.kind === 'cancel') return cancellers.get(request.id)?.abort();
  if (request.kind !== 'open') cancellers.set(request.id, new AbortController());
  turn = turn.then(() => answer(request));
});

async function answer(request: Exclude<TranscriberRequest, { kind: 'cancel' }>): Promise<void> {
  try {
    if (request.kind === 'open') {
      const { paths, ...model } = request.model;
      transcriber = await openTranscriber({ ...model, pathOf: (path) => paths[path]! });
      return send({ kind: 'ready' });
    }
    const { id, kind, utterance, language } = request;
    const { signal } = cancellers.get(id)!;
    const value =
      kind === 'transcribe'
        ? await transcriber.transcribe(utterance, language, signal)
        : await transcriber.languages(utterance, signal);
    send({ kind: 'done', id, value, busyMs: transcriber.busyMilliseconds() });
  } catch (error) {
    send({ ...failure(error), ...(request.kind === 'open' ? {} : { id: request.id }) });
  } finally {
    if (request.kind !== 'open') cancellers.delete(request.id);
  }
}

function failure(error: unknown): TranscriberAnswer & { kind: 'failed' } {
  if (!(error instanceof HeimdexError)) {
    return { kind: 'failed', message: (error as Error).stack ?? String(error) };
  }
  const { code, message, hint } = error;
  return { kind: 'failed', code, message, ...(hint === undefined ? {} : { hint }) };
}
