import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, HeimdexError, interrupted, throwIfInterrupted } from '../../../domain/errors.ts';
import type { Heard, Transcriber, Utterance } from '../../../domain/ports/speech.ts';
import type { TranscriberAnswer, TranscriberModel, TranscriberRequest } from './transcriber-protocol.ts';

export interface TranscriberProcessOptions {
  readonly model: TranscriberModel;
  /** The environment of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The JavaScript file that it runs: absolute. */
  readonly program?: string;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** What a dying runtime says last. */
const MAX_LAST_WORDS = 4096;

/**
 * Opens Whisper in a process of its own, which `close` ends: closing a session does not give its memory back, the end of
 * its process does; and whatever a graph does to the runtime, heimdex stays. Utterances are taken one after the other.
 *
 * @throws HeimdexError `model-damaged` where the model can't be opened or the process dies, `interrupted`
 */
export async function openTranscriberInProcess(
  {
    model,
    env,
    program = fileURLToPath(new URL('./transcriber-process.js', import.meta.url)),
  }: TranscriberProcessOptions,
  signal: AbortSignal,
): Promise<Transcriber> {
  throwIfInterrupted(signal);
  const child = fork(program, [], {
    // The runtime reads this when it loads; a child has no bin/heimdex.js that sets it.
    env: { ...env, ORT_DISABLE_TELEMETRY: '1' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => child.pid === undefined && resolve());
  });
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const { ask, busyMilliseconds } = talkWith(child, model.name);
  try {
    await ask({ kind: 'open', model }, signal);
  } catch (error) {
    await close();
    throw error;
  }
  let nextId = 0;
  const put = (
    kind: 'transcribe' | 'languages',
    utterance: Utterance,
    language: string | undefined,
    stop: AbortSignal,
  ) => ask({ kind, id: nextId++, utterance, language }, stop);
  return {
    transcribe: (utterance, language, stop) => put('transcribe', utterance, language, stop) as Promise<Heard>,
    languages: (utterance, stop) =>
      put('languages', utterance, undefined, stop) as Promise<ReadonlyMap<string, number>>,
    busyMilliseconds,
    close,
  };
}

/** Sends requests and settles them as their answers come; what is under way when the process ends fails. */
function talkWith(child: ChildProcess, name: string) {
  const waiting = new Map<number | undefined, Waiting>();
  let busyMs = 0;
  let lastWords = '';
  let dead: Error | undefined;
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-MAX_LAST_WORDS);
  });
  const fail = (reason: string) => {
    dead = new HeimdexError('model-damaged', `the model ${name} can't be run: the runtime ${reason}`, {
      hint: 'heimdex models verify --deep, or choose a smaller model for speech',
    });
    for (const { reject } of waiting.values()) reject(dead);
    waiting.clear();
  };
  child.on('error', (error) => child.pid === undefined && fail(`could not be started: ${error.message}`));
  child.on('close', (code, killedBy) =>
    fail(`crashed (${killedBy ?? `exit ${code}`})${lastLineOf(lastWords)}`),
  );
  child.on('message', (answer: TranscriberAnswer) => {
    const id = answer.kind === 'ready' ? undefined : answer.id;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (answer.kind === 'failed') return asked?.reject(toError(answer));
    if (answer.kind === 'done') busyMs = answer.busyMs;
    asked?.resolve(answer.kind === 'done' ? answer.value : undefined);
  });
  const ask = async (request: Exclude<TranscriberRequest, { kind: 'cancel' }>, signal: AbortSignal) => {
    throwIfInterrupted(signal);
    if (dead !== undefined) throw dead;
    const id = request.kind === 'open' ? undefined : request.id;
    const answered = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
    const cancel = () => {
      if (id !== undefined) child.send({ kind: 'cancel', id } satisfies TranscriberRequest, () => {});
      waiting.get(id)?.reject(interrupted(signal.reason));
    };
    signal.addEventListener('abort', cancel, { once: true });
    // A process that ends before it reads this is told of by `close`.
    child.send(request, () => {});
    try {
      return await answered;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
  return { ask, busyMilliseconds: () => busyMs };
}

function toError({ code, message, hint }: TranscriberAnswer & { kind: 'failed' }): Error {
  if (code === undefined) return new Error(`transcribing failed: ${message}`);
  return new HeimdexError(code as ErrorCode, message, hint === undefined ? {} : { hint });
}

function lastLineOf(text: string): string {
  const line = text.trimEnd().split('\n').at(-1)!.trim().slice(0, 200);
  return line === '' ? '' : `: ${line}`;
}
