import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readManifest } from '../../../src/adapters/files/read-manifest.ts';
import { madeModel, someBytes, writeUserManifest } from '../../support/made-models.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const packageFolder = fileURLToPath(new URL('../../..', import.meta.url));

test('the user’s models and profiles come after the built-in ones', async () => {
  const home = tempFolder();
  writeUserManifest(home, [madeModel('made', { f: someBytes(1) })], {
    mine: { text: 'made', speech: 'whisper-small' },
  });
  const manifest = await readManifest({ home, packageFolder });
  expect(Object.keys(manifest.models).at(-1)).toBe('made');
  expect(manifest.models['whisper-small']).toBeDefined();
  expect(manifest.profiles.mine).toEqual({ text: 'made', speech: 'whisper-small' });
  expect(manifest.profiles.lite).toBeDefined();
});

test('no manifest of the user is needed', async () => {
  expect((await readManifest({ home: tempFolder(), packageFolder })).profiles.lite).toBeDefined();
});

test('a clash of names is an error that names file and place', async () => {
  const home = tempFolder();
  writeUserManifest(home, [madeModel('whisper-small', { f: someBytes(1) })]);
  await expect(readManifest({ home, packageFolder })).rejects.toMatchObject({
    code: 'manifest-invalid',
    message: `${join(home, 'models.manifest.json')} is invalid: models.whisper-small: heimdex has a model of this name: choose another`,
  });
});

test('a package without its manifest is an error', async () => {
  const home = tempFolder();
  await expect(readManifest({ home, packageFolder: home })).rejects.toMatchObject({
    code: 'manifest-invalid',
  });
});

test('a manifest of the user that can’t be read is an error, not an absence', async () => {
  const home = tempFolder();
  mkdirSync(join(home, 'models.manifest.json'));
  await expect(readManifest({ home, packageFolder })).rejects.toMatchObject({ code: 'disk' });
  writeFileSync(join(tempFolder(), 'x'), '');
});
