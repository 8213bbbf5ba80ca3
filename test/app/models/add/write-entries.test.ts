import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createUserManifest } from '../../../../src/adapters/files/create-user-manifest.ts';
import { createPullLocks } from '../../../../src/adapters/sqlite/create-pull-locks.ts';
import { writeEntries } from '../../../../src/app/models/add/write-entries.ts';
import { madeModel, someBytes } from '../../../support/made-models.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

it('loses no entry where two are written at once', async () => {
  const home = tempFolder();
  const builtIn = { schemaVersion: 1, models: {}, profiles: {} } as const;
  const userManifest = createUserManifest({ home, packageFolder: home }, builtIn);
  const tools = { userManifest, manifestLock: createPullLocks(() => home) };
  const { signal } = new AbortController();
  const keys = ['one', 'two', 'three'];
  await Promise.all(
    keys.map((key) => writeEntries([madeModel(key, { 'a.onnx': someBytes(3) }).model], tools, signal)),
  );
  expect(Object.keys(JSON.parse(readFileSync(userManifest.path, 'utf8')).models).sort()).toEqual(keys.sort());
});
