import { randomBytes } from 'node:crypto';
import { answerInstead } from './answer-instead.ts';
import type { Content } from './content.ts';
import { createFaultQueue, type FaultQueue } from './create-fault-queue.ts';
import { end } from './end.ts';
import { type ListenOptions, listen } from './listen.ts';
import { type OnRequest, type SeenRequest, watchRequest } from './seen-request.ts';
import { sendContent } from './send-content.ts';

/** Where the bytes of large files come from when the Hub does not send them itself: another origin. */
export interface Cdn extends Pick<FaultQueue, 'fault' | 'always'> {
  readonly origin: string;
  readonly requests: readonly SeenRequest[];
}

export interface StartedCdn extends Cdn {
  /** The address, signed as real ones are, under which this content can be had. */
  addressOf(name: string, content: Content): string;
  stop(): Promise<void>;
}

/** Starts it; every answer says that it comes out of a cache, as real ones do. */
export async function startCdn(
  options: Pick<ListenOptions, 'tls'>,
  onRequest: OnRequest,
): Promise<StartedCdn> {
  const contents = new Map<string, Content>();
  const signature = randomBytes(16).toString('hex');
  const { take, fault, always } = createFaultQueue();
  const requests: SeenRequest[] = [];
  const { origin, stop } = await listen((request, response) => {
    const [path, query] = (request.url ?? '').split('?', 2);
    const found = take(path!);
    requests.push(watchRequest('cdn', request, response, found, onRequest));
    response.setHeader('x-cache', 'Hit from cloudfront');
    if (answerInstead(response, found ?? {})) return;
    const content = contents.get(path!);
    if (content === undefined || query !== `Signature=${signature}`)
      return end(response, 403, {}, 'AccessDenied');
    sendContent(request, response, content, found ?? {}).catch(() => response.destroy());
  }, options);
  return {
    origin,
    requests,
    fault,
    always,
    addressOf: (name, content) => {
      const path = `/${name.split('/').map(encodeURIComponent).join('/')}`;
      contents.set(path, content);
      return `${origin}${path}?Signature=${signature}`;
    },
    stop,
  };
}
