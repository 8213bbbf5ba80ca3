import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What takes a connection's bytes as they come, past Node's streams and its parser of HTTP. */
export interface Tap {
  /** Where the next bytes go. */
  room(): Uint8Array;
  /** So many bytes have come there. Returns whether more may come; if not, `socket.resume()` goes on. */
  took(count: number): boolean;
}

const READ_BYTES = 64 * 1024;
const taps = new WeakMap<Duplex, Tap>();

/** Has all further bytes of a connection of these agents go into a tap. It can serve no other request afterwards. */
export function tap(socket: Socket, into: Tap): void {
  taps.set(socket, into);
}

/** Node's agents, but their connections can be tapped. */
export function createTappedAgents(): { http: HttpAgent; https: HttpsAgent } {
  const options: AgentOptions = { keepAlive: true };
  return { http: new TappedHttpAgent(options), https: new TappedHttpsAgent(options) };
}

class TappedHttpAgent extends HttpAgent {
  override createConnection(options: object): Duplex | null | undefined {
    return connect(options, (more) => super.createConnection(more as never));
  }
}

class TappedHttpsAgent extends HttpsAgent {
  override createConnection(options: object): Duplex | null | undefined {
    return connect(options, (more) => super.createConnection(more as never));
  }
}

function connect(
  options: object,
  open: (options: object) => Duplex | null | undefined,
): Duplex | null | undefined {
  let socket: Duplex | null | undefined;
  let tapped: Tap | undefined;
  let memory: Uint8Array;
  const buffer = (): Uint8Array => {
    tapped = socket ? taps.get(socket) : undefined;
    // Streams and parser may hold on to what they are given: they get memory of its own each time.
    memory = tapped?.room() ?? Buffer.allocUnsafeSlow(READ_BYTES);
    return memory;
  };
  const callback = (count: number): boolean => tapped?.took(count) ?? socket!.push(memory.subarray(0, count));
  socket = open({ ...options, onread: { buffer, callback } });
  return socket;
}
