import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { interrupted, throwIfInterrupted } from '../../../domain/errors.ts';
import type { OpenedModel } from '../../../domain/ports/model-store.ts';
import type { SelfTester, SelfTestOutcome } from '../../../domain/ports/self-tester.ts';
import type { SelfTestAnswer, SelfTestRequest } from './self-test-protocol.ts';

/** The largest model takes minutes on a slow machine; a graph that runs longer than this runs for ever. */
const LIMIT_MS = 10 * 60_000;
/** What a dying runtime says last. */
const MAX_LAST_WORDS = 4096;

export interface SelfTesterOptions {
  /** The environment of the processes that run the tests. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** After so long a test counts as crashed, milliseconds. */
  readonly limitMs?: number;
  /** The JavaScript file that the processes run: absolute. */
  readonly program?: string;
}

/**
 * Tests each model in a process of its own: whatever its graph does to the runtime, heimdex stays, and the memory comes
 * back when the process ends, which closing a session does not give.
 */
export function createSelfTester({
  env,
  limitMs = LIMIT_MS,
  program = fileURLToPath(new URL('./self-test-process.js', import.meta.url)),
}: SelfTesterOptions): SelfTester {
  return {
    async run(opened, signal) {
      throwIfInterrupted(signal);
      const child = fork(program, [], {
        // The runtime reads this when it loads; a child has no bin/heimdex.js that sets it.
        env: { ...env, ORT_DISABLE_TELEMETRY: '1' },
        execArgv: [],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      const answer = await askOnce(child, requestFor(opened), limitMs, signal);
      if (answer.kind === 'bug') throw new Error(`the self-test of ${opened.model.key}: ${answer.stack}`);
      return answer;
    },
  };
}

function requestFor({ model, pathOf, tokenizerPlace }: OpenedModel): SelfTestRequest {
  const byPath = <T>(of: (path: string) => T) =>
    Object.fromEntries(model.files.map(({ path }) => [path, of(path)]));
  return { model, paths: byPath(pathOf), tokenizerPlaces: byPath(tokenizerPlace) };
}

type Answer = SelfTestAnswer | Extract<SelfTestOutcome, { kind: 'crashed' }>;

/** Settles when the process has ended, and not before. */
function askOnce(
  child: ChildProcess,
  request: SelfTestRequest,
  limitMs: number,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let answer: SelfTestAnswer | undefined;
    let tooLate = false;
    let lastWords = '';
    const kill = () => void child.kill('SIGKILL');
    const timer = setTimeout(() => {
      tooLate = true;
      kill();
    }, limitMs);
    const settle = (work: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
      work();
    };
    signal.addEventListener('abort', kill);
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-MAX_LAST_WORDS);
    });
    child.on('message', (message: SelfTestAnswer) => {
      answer = message;
    });
    child.on('error', (error) => {
      // A process that never came to be does not close either.
      if (child.pid === undefined) settle(() => resolve({ kind: 'crashed', reason: notStarted(error) }));
    });
    child.on('close', (code, killedBy) =>
      settle(() => {
        if (signal.aborted) return reject(interrupted(signal.reason));
        if (answer !== undefined) return resolve(answer);
        const how = tooLate
          ? `gave no answer in ${limitMs / 1000} s`
          : `crashed (${killedBy ?? `exit ${code}`})`;
        resolve({ kind: 'crashed', reason: `the runtime ${how}${lastLineOf(lastWords)}` });
      }),
    );
    // A process that ends before it reads this is told of by `close`.
    child.send(request, () => {});
  });
}

function notStarted(error: Error): string {
  return `the runtime could not be started: ${error.message}`;
}

function lastLineOf(text: string): string {
  const line = text.trimEnd().split('\n').at(-1)!.trim().slice(0, 200);
  return line === '' ? '' : `: ${line}`;
}
