import type { Output } from '../host.ts';
import { toJson } from '../to-json.ts';

/** Between two events of the same kind about the same thing, milliseconds. */
const INTERVAL_MS = 250;

export interface EventWriter {
  write(event: object): void;
  /** Writes an event unless one about the same thing has been written just before. */
  throttled(about: string, event: object): void;
}

/** Progress for programs: a JSON object a line, on stderr. */
export function createEventWriter(stream: Output, now: () => number = () => performance.now()): EventWriter {
  const last = new Map<string, number>();
  const write = (event: object) => void stream.write(`${toJson(event)}\n`);
  return {
    write,
    throttled(about, event) {
      const time = now();
      if (time - (last.get(about) ?? Number.NEGATIVE_INFINITY) < INTERVAL_MS) return;
      last.set(about, time);
      write(event);
    },
  };
}
