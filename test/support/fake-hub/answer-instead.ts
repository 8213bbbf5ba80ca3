import type { ServerResponse } from 'node:http';
import { end, endJson } from './end.ts';
import type { Fault } from './fault.ts';

/** Answers where the fault takes the place of the whole answer; returns whether it did. */
export function answerInstead(response: ServerResponse, fault: Fault): boolean {
  if (fault.stall) return true;
  if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
  if (fault.redirect !== undefined) end(response, fault.status ?? 302, { location: fault.redirect });
  else if (fault.status !== undefined) end(response, fault.status, {}, 'no');
  else if (fault.html) end(response, 200, { 'content-type': 'text/html' }, '<html>Please sign in</html>');
  else if (fault.json !== undefined) endJson(response, 200, fault.json);
  else return false;
  return true;
}
