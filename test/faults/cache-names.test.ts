import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROLES } from '../../src/domain/manifest/roles.ts';
import { selectModels } from '../../src/domain/manifest/select-models.ts';
import { startFakeHub } from '../support/fake-hub.ts';
import { madeModel, someBytes } from '../support/made-models.ts';
import { runHeimdex } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface BuiltIn {
  readonly models: Readonly<Record<string, { role: string }>>;
  readonly profiles: Readonly<Record<string, object>>;
}
const builtIn = JSON.parse(
  readFileSync(new URL('../../models.manifest.json', import.meta.url), 'utf8'),
) as BuiltIn;
const MODELS = Object.keys(builtIn.models);
const PROFILES = Object.keys(builtIn.profiles);
const SPEECH = MODELS.filter((key) => builtIn.models[key]!.role === 'speech');

it.each([
  ['a profile to pull', ['models', 'pull', '--profile', 'lit'], 'lite?', PROFILES],
  ['a profile to verify', ['models', 'verify', '--profile', 'standart'], 'standard?', PROFILES],
  ['a profile to list', ['models', 'list', '--profile', 'mx'], 'there is no profile mx', PROFILES],
  ['a profile whose folders are asked for', ['models', 'path', '--profile', 'lits'], 'lite?', PROFILES],
  ['a profile to index with', ['index', '.', '--profile', 'demmo'], 'there is no profile demmo', PROFILES],
  ['a model to pull', ['models', 'pull', 'silero-vda'], 'silero-vad?', MODELS],
  ['a model to verify', ['models', 'verify', 'nothing-like-it'], 'there is no model', MODELS],
  ['a model whose folder is asked for', ['models', 'path', 'yunett'], 'there is no model yunett', MODELS],
  ['a role', ['models', 'pull', '--with', 'speach=whisper-base'], 'speech?', ROLES],
  ['a model for a role', ['models', 'pull', '--with', 'speech=whisper-bas'], 'whisper-base?', SPEECH],
  ['a model that has another role', ['models', 'pull', '--with', 'speech=bge-m3'], 'not for speech', SPEECH],
  ['a form of progress', ['index', '.', '--progress', 'yaml'], 'Allowed choices', ['json']],
  ['a number of jobs', ['models', 'pull', '--jobs', '99'], '--jobs', ['from 1 to 16']],
] as const)('C13 %s that is not there is 2 and lists what is', async (_, args, said, choices) => {
  const hub = await startFakeHub();
  const folder = tempFolder();
  const home = join(folder, 'home');
  const env = { HOME: folder, HEIMDEX_HOME: home, HF_ENDPOINT: hub.endpoint };
  const { code, stdout, stderr } = await runHeimdex(args, { env, cwd: folder });
  expect(stderr).toMatch(/^heimdex: [^\n]+\ntry: [^\n]+\n$/);
  expect(stderr).toContain(said);
  for (const choice of choices) expect(stderr).toContain(choice);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  const json = await runHeimdex([...args, '--json'], { env, cwd: folder });
  expect(JSON.parse(json.stderr)).toMatchObject({ code: 'usage', exit: 2 });
  expect(hub.requests).toEqual([]);
  expect(existsSync(home)).toBe(false);
});

it('C13 lists no more choices than a person reads', () => {
  const models = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => {
      const { key, ...model } = madeModel(`m${index}`, { f: someBytes(1) }).model;
      return [key, model];
    }),
  );
  const choose = () => selectModels({ schemaVersion: 1, models, profiles: {} }, { names: ['other'] });
  expect(choose).toThrow(
    expect.objectContaining({ hint: expect.stringMatching(/m23 and 76 more \(heimdex models list\)$/) }),
  );
});
