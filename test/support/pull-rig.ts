import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createHuggingFaceCache } from '../../src/adapters/files/create-hugging-face-cache.ts';
import { createModelIntake } from '../../src/adapters/files/create-model-intake.ts';
import { createModelStore } from '../../src/adapters/files/create-model-store.ts';
import { keyFolder, partPath } from '../../src/adapters/files/model-places.ts';
import { createHubSource, type HubOptions } from '../../src/adapters/hub/create-hub-source.ts';
import { createPullLocks } from '../../src/adapters/sqlite/create-pull-locks.ts';
import type { PullEvent, PullSummary } from '../../src/app/models/pull-event.ts';
import { type PullOptions, type PullTools, pullModels } from '../../src/app/models/pull-models.ts';
import { HeimdexError } from '../../src/domain/errors.ts';
import type { Model } from '../../src/domain/manifest/schema.ts';
import { type FakeHub, startFakeHub } from './fake-hub.ts';
import { type MadeModel, madeModel, publish } from './made-models.ts';
import { tempFolder } from './temp-folder.ts';

export interface PullRig {
  readonly hub: FakeHub;
  readonly home: string;
  readonly model: MadeModel['model'];
  readonly tools: PullTools;
  readonly events: readonly PullEvent[];
  /** How long the pull has waited between its tries, milliseconds; it waits in name only. */
  readonly waits: readonly number[];
  /** Where the model's only file lies when it is whole. */
  readonly path: string;
  pull(
    options?: Partial<PullOptions> & { signal?: AbortSignal; models?: readonly Model[] },
  ): Promise<PullSummary>;
  /** The file as it is in the store; undefined where it is not. */
  stored(): Buffer | undefined;
  /** Whether the file is in the store, byte for byte. */
  isWhole(): boolean;
  /** The part beside it. */
  part(): Buffer | undefined;
}

/** A fake Hub with a model of one file, an empty home, and the real adapters between them. */
export async function pullRig(
  content: Uint8Array,
  options: {
    hub?: FakeHub;
    source?: Partial<HubOptions>;
    tools?: Partial<PullTools>;
    cacheFolder?: string;
  } = {},
): Promise<PullRig> {
  const hub = options.hub ?? (await startFakeHub());
  const home = tempFolder();
  const made = madeModel('made', { 'onnx/model.onnx': content });
  publish(hub, made);
  const places = { home, packageFolder: home };
  const source = createHubSource({ endpoint: hub.endpoint, idleMs: 300, ...options.source });
  onTestFinished(() => source.close());
  const events: PullEvent[] = [];
  const waits: number[] = [];
  const store = createModelStore(places);
  const tools: PullTools = {
    store,
    intake: createModelIntake(places),
    cache: createHuggingFaceCache(options.cacheFolder),
    locks: createPullLocks((model) => keyFolder(places, model)),
    source,
    wait: async (ms) => void waits.push(ms),
    ...options.tools,
  };
  const path = join(store.folderOf(made.model), 'onnx/model.onnx');
  return {
    hub,
    home,
    model: made.model,
    tools,
    events,
    waits,
    path,
    pull: ({ signal = new AbortController().signal, models = [made.model], ...rest } = {}) =>
      pullModels(models, tools, { jobs: 3, lockLimitMs: 1000, offline: false, ...rest }, signal, (event) =>
        events.push(event),
      ),
    stored: () => readIfThere(path),
    isWhole: () => readIfThere(path)?.equals(content) === true,
    part: () => readIfThere(partPath(path)),
  };
}

/** The error of heimdex's own with which some work ends. */
export async function failure(work: Promise<unknown>): Promise<HeimdexError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HeimdexError);
  return error as HeimdexError;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
