import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTar } from '../../src/adapters/archive/read-tar.ts';
import { createModelIntake } from '../../src/adapters/files/create-model-intake.ts';
import { createModelStore } from '../../src/adapters/files/create-model-store.ts';
import { createSelfTestRecords } from '../../src/adapters/files/create-self-test-records.ts';
import { createUserModels } from '../../src/adapters/files/create-user-models.ts';
import { keyFolder } from '../../src/adapters/files/model-places.ts';
import { readManifests } from '../../src/adapters/files/read-manifest.ts';
import { createPullLocks } from '../../src/adapters/sqlite/create-pull-locks.ts';
import type { ArchiveEvent } from '../../src/app/models/archive-event.ts';
import {
  type ImportOptions,
  type ImportSummary,
  type ImportTools,
  importModels,
} from '../../src/app/models/import-models.ts';
import { modelsOf } from '../../src/domain/manifest/models-of.ts';
import type { Manifest } from '../../src/domain/manifest/schema.ts';
import { type MadeModel, writeUserManifest } from './made-models.ts';
import { tempFolder } from './temp-folder.ts';

/** A home folder, a heimdex that knows some models of its own, and the real adapters to import with. */
export function importRig(builtIn: readonly MadeModel[] = []) {
  const home = tempFolder();
  const packageFolder = tempFolder();
  writeUserManifest(packageFolder, builtIn);
  const places = { home, packageFolder };
  const events: ArchiveEvent[] = [];
  const byKey = (manifest: Manifest | undefined) =>
    new Map(manifest === undefined ? [] : modelsOf(manifest).map((model) => [model.key, model]));

  return {
    home,
    events,
    locks: createPullLocks((model) => keyFolder(places, model)),
    async import(
      archive: Uint8Array,
      more: Partial<ImportOptions> & {
        signal?: AbortSignal;
        tools?: Partial<ImportTools>;
        onEvent?: (event: ArchiveEvent) => void;
      } = {},
    ): Promise<ImportSummary> {
      const { signal = new AbortController().signal, tools, onEvent, ...options } = more;
      const { builtIn, user } = await readManifests(places);
      const all: ImportTools = {
        store: createModelStore(places),
        intake: createModelIntake(places),
        locks: createPullLocks((model) => keyFolder(places, model)),
        selfTests: createSelfTestRecords(places),
        userModels: createUserModels(places),
        known: { builtIn: byKey(builtIn), user: byKey(user) },
        ...tools,
      };
      return importModels(
        readTar(inBlocks(archive), 'a.tar'),
        all,
        { archive: 'a.tar', names: [], dryRun: false, lockLimitMs: 1000, ...options },
        signal,
        (event) => {
          events.push(event);
          onEvent?.(event);
        },
      );
    },
    pathOf: ({ model }: MadeModel, path: string) =>
      join(home, 'models', model.key, model.source.revision, path),
    /** Every file below the home folder but the locks', relative, sorted. */
    files(): string[] {
      if (!existsSync(home)) return [];
      return readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('pull.'))
        .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1))
        .sort();
    },
    userManifest: async () => (await readManifests(places)).user,
  };
}

async function* inBlocks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
