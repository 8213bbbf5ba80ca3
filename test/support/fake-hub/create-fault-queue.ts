import type { Fault } from './fault.ts';

export interface FaultQueue {
  /** The next answers to requests whose path ends so have these faults, one each. */
  fault(pathEnd: string, ...faults: Fault[]): void;
  /** All further answers to such requests have this fault. */
  always(pathEnd: string, fault: Fault): void;
  /** The fault of the next answer to a request for this path; undefined where there is none. */
  take(path: string): Fault | undefined;
}

/** Faults that wait for the requests they are meant for. */
export function createFaultQueue(): FaultQueue {
  const queued = new Map<string, Fault[]>();
  const lasting = new Map<string, Fault>();
  return {
    fault: (pathEnd, ...faults) => void queued.set(pathEnd, [...(queued.get(pathEnd) ?? []), ...faults]),
    always: (pathEnd, fault) => void lasting.set(pathEnd, fault),
    take: (path) => {
      for (const [end, faults] of queued) if (path.endsWith(end) && faults.length > 0) return faults.shift();
      for (const [end, fault] of lasting) if (path.endsWith(end)) return fault;
      return undefined;
    },
  };
}
