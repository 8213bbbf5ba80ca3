import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { addFolder } from './add-folder.ts';
import { createFakeHub } from './create-fake-hub.ts';
import { FAULT_REPO, FAULT_REVISION, faultManifest, faultModels } from './fault-models.ts';
import { parseArguments, type Settings, UsageError } from './parse-arguments.ts';
import { HELP, type Ready, readyText, requestText } from './texts.ts';

const write = (text: string) => void process.stdout.write(`${text}\n`);

try {
  const settings = parseArguments(process.argv.slice(2));
  if (settings.help) process.stdout.write(HELP);
  else await serve(settings);
} catch (error) {
  process.stderr.write(`fakehub: ${(error as Error).message}\n`);
  if (error instanceof UsageError) process.stderr.write('try: npm run fakehub -- --help\n');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

/** Serves until a signal ends it, or nobody reads what it prints any more. */
async function serve({ json, cdn, port, home, folders }: Settings): Promise<void> {
  const hub = await createFakeHub({
    port,
    cdn,
    onRequest: (record) => write(json ? JSON.stringify({ kind: 'request', ...record }) : requestText(record)),
  });
  const ended = new Promise<void>((end) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => end());
    process.stdout.once('error', () => end());
  });
  try {
    const models = faultModels();
    for (const { path, content } of models) hub.add(FAULT_REPO, FAULT_REVISION, path, content);
    const repositories = folders.map(({ repo, folder, revision }) => ({
      repo,
      ...addFolder(hub, repo, folder, revision),
    }));
    const ready: Ready = {
      endpoint: hub.endpoint,
      home: writeHome(home, `${JSON.stringify(faultManifest(models), undefined, 2)}\n`),
      models: models.map(({ key, exit, meaning }) => ({ key, exit, meaning })),
      repositories,
    };
    write(json ? JSON.stringify({ kind: 'ready', ...ready }) : readyText(ready));
    await ended;
  } finally {
    await hub.stop();
  }
}

/** Puts the manifest into a home folder, but never in place of another; returns the folder's absolute path. */
function writeHome(wanted: string | undefined, manifest: string): string {
  const home = wanted === undefined ? mkdtempSync(join(tmpdir(), 'heimdex-fakehub-')) : resolve(wanted);
  const place = join(home, 'models.manifest.json');
  if (existsSync(place) && readFileSync(place, 'utf8') !== manifest) {
    throw new UsageError(`${place} is there already: name another folder with --home`);
  }
  mkdirSync(home, { recursive: true });
  writeFileSync(place, manifest);
  return home;
}
