import type { Fault } from './fault.ts';

/** A request for a file whose name picks its fault. */
export interface NamedRequest {
  /** Path and query of the request. */
  readonly url: string;
  /** Of the file, bytes. */
  readonly size: number;
  /** Where the range begins that is asked for. */
  readonly from: number;
  /** How many requests for this file came before. */
  readonly before: number;
}

const TIMES: Readonly<Record<string, number>> = { once: 1, twice: 2, always: Number.POSITIVE_INFINITY };

const BY_NAME: Readonly<Record<string, (request: NamedRequest) => Fault | undefined>> = {
  drop: (request) => ({ dropAfter: untilMiddle(request) }),
  corrupt: ({ size }) => ({ corrupt: size >> 1 }),
  stall: () => ({ stall: true }),
  'stall-middle': (request) => ({ stallAfter: untilMiddle(request) }),
  slow: () => ({ slow: { bytes: 65_536, everyMs: 250 } }),
  html: () => ({ html: true }),
  gzip: () => ({ gzip: true }),
  short: ({ size }) => ({ truncateClean: size >> 1 }),
  endless: () => ({ endless: Number.POSITIVE_INFINITY }),
  'redirect-loop': ({ url }) => ({ redirect: url }),
  'redirect-foreign': () => ({ redirect: 'https://foreign.invalid/file' }),
  'redirect-insecure': () => ({ redirect: 'http://foreign.invalid/file' }),
  'ignore-range': (request) => brokenOff(request) ?? { ignoreRange: true },
  'range-416': (request) => brokenOff(request) ?? (request.from > 0 ? { status: 416 } : undefined),
  'wrong-range': (request) => brokenOff(request) ?? { wrongRange: true },
};

/**
 * The fault that a file's name asks for: `FAULT[-once|-twice|-always]` before its ending, such as `drop-once.bin` or
 * `status-503-twice.bin`. Without a number of times the fault lasts; any other name asks for none.
 */
export function faultOfName(path: string, request: NamedRequest): Fault | undefined {
  const [, name = '', times = 'always'] = /([^/]*?)(?:-(once|twice|always))?(?:\.[^./]*)?$/.exec(path) ?? [];
  if (request.before >= TIMES[times]!) return undefined;
  const status = /^status-([2-5]\d\d)$/.exec(name)?.[1];
  if (status !== undefined)
    return { status: Number(status), ...(status === '429' ? { retryAfter: '1' } : {}) };
  return Object.hasOwn(BY_NAME, name) ? BY_NAME[name]!(request) : undefined;
}

/** What is wrong with answers to ranges shows only where a transfer broke off: the first one does. */
function brokenOff(request: NamedRequest): Fault | undefined {
  return request.before === 0 ? { dropAfter: untilMiddle(request) } : undefined;
}

function untilMiddle({ size, from }: NamedRequest): number {
  return Math.max(0, (size >> 1) - from);
}
