import { onTestFinished } from 'vitest';
import { createFakeHub, type FakeHub, type FakeHubOptions } from './fake-hub/create-fake-hub.ts';

export type { FakeHub } from './fake-hub/create-fake-hub.ts';
export type { Fault } from './fake-hub/fault.ts';
export type { SeenRequest } from './fake-hub/seen-request.ts';

/** A fake Hub that stops with the test. */
export async function startFakeHub(options: FakeHubOptions = {}): Promise<FakeHub> {
  const hub = await createFakeHub(options);
  onTestFinished(hub.stop);
  return hub;
}
