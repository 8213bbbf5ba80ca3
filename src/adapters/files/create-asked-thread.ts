import { Worker } from 'node:worker_threads';

/** What a thread says to a question. */
export interface Answer {
  readonly value?: string;
  /** What makes an error anew: copied to another thread, it would lose all but its message. */
  readonly failure?: { readonly message: string } & Pick<NodeJS.ErrnoException, 'code' | 'errno' | 'syscall'>;
}

/** A thread that does what it is told, in order. */
export interface AskedThread<Order> {
  /** Starts the thread, if it has not: it takes a while, and orders wait for it. */
  begin(): void;
  /** Gives an order that has no answer. */
  tell(order: Order): void;
  /** Gives an order and waits for its answer. */
  ask(order: Order): Promise<string | undefined>;
  /** Ends the thread; what was still under way in it fails. */
  close(): Promise<void>;
}

/**
 * @param program of the thread: it posts an `Answer` to each order that was asked, none to what was told
 */
export function createAskedThread<Order>(program: URL): AskedThread<Order> {
  const waiting: { resolve(answer: Answer): void; reject(error: unknown): void }[] = [];
  let worker: Worker | undefined;
  let ended: Error | undefined;

  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  const start = (): Worker => {
    const thread = new Worker(program);
    thread.on('message', (answer: Answer) => waiting.shift()?.resolve(answer));
    thread.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
    thread.on('exit', () => end(new Error('a thread has ended')));
    return thread;
  };
  const begin = (): void => {
    if (ended === undefined) worker ??= start();
  };
  const tell = (order: Order): void => {
    begin();
    if (ended === undefined) worker!.postMessage(order);
  };
  return {
    begin,
    tell,
    async ask(order) {
      const { value, failure } = await new Promise<Answer>((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        waiting.push({ resolve, reject });
        tell(order);
      });
      if (failure !== undefined) throw Object.assign(new Error(failure.message), failure);
      return value;
    },
    async close() {
      // What waits learns it only when the thread does nothing any more: a file that it writes may be closed then, and
      // its number become another file's.
      ended ??= new Error('a thread has been ended');
      await worker?.terminate();
      end(ended);
    },
  };
}
