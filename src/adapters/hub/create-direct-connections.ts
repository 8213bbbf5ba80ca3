import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { TransferInterrupted } from '../../domain/ports/model-source.ts';
import type { Connections, HttpAnswer } from './connections.ts';
import { createTappedAgents } from './create-tapped-agents.ts';
import { readBlocks } from './read-blocks.ts';

/**
 * Connections straight to the servers, by Node's own client.
 *
 * @param idleMs a connection, an answer or a next byte that takes longer has failed
 */
export function createDirectConnections(idleMs: number): Connections {
  const agents = createTappedAgents();
  return {
    async get(url, headers, signal) {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const options = { headers, signal };
        const request =
          url.protocol === 'https:'
            ? httpsGet(url, { ...options, agent: agents.https })
            : httpGet(url, { ...options, agent: agents.http });
        let late = 'the connection timed out';
        const timer = setTimeout(
          () => request.destroy(new TransferInterrupted(`${url.host}: ${late}`)),
          idleMs,
        );
        request.on('finish', () => {
          late = 'the server did not answer';
          timer.refresh();
        });
        request.on('response', (answer) => {
          clearTimeout(timer);
          // Whoever reads the body sees its error; an answer that nobody reads must not end the process.
          answer.on('error', () => {});
          resolve(answer);
        });
        request.on('error', (error) => {
          clearTimeout(timer);
          reject(error);
        });
      });
      return answerOf(response, idleMs);
    },
    close: async () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function answerOf(response: IncomingMessage, idleMs: number): HttpAnswer {
  return {
    statusCode: response.statusCode ?? 0,
    headers: response.headers,
    body: readBlocks(response, idleMs),
    abandon: () => void response.destroy(),
  };
}
