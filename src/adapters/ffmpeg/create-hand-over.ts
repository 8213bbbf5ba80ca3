/** What is put together from a decoder's pipes, to be taken when it is there. */
export interface HandOver<T> {
  /** The next one, if it is there already. */
  take(): T | undefined;
  /** Waits until there is one to take; false after the last. */
  wait(): Promise<boolean>;
  /** Nothing more comes in. */
  end(): void;
  /** Nothing more comes in: who takes next is told why. */
  fail(error: Error): void;
}

/** @param line.take only called while `isReady` */
export function createHandOver<T>(line: {
  isReady(): boolean;
  take(): T;
}): HandOver<T> & { changed(): void; hasEnded(): boolean } {
  let ended = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const end = () => {
    ended = true;
    wake?.();
  };
  return {
    hasEnded: () => ended,
    changed() {
      if (line.isReady() || ended) wake?.();
    },
    take() {
      if (failure !== undefined) throw failure;
      return line.isReady() ? line.take() : undefined;
    },
    async wait() {
      while (!line.isReady() && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
      return line.isReady() || failure !== undefined;
    },
    end,
    fail(error) {
      failure ??= error;
      end();
    },
  };
}
