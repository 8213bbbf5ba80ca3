import type { FaultModel } from './fault-models.ts';
import type { RequestRecord } from './seen-request.ts';

export const HELP = `Usage: npm run fakehub -- [options] [OWNER/NAME[@REVISION]=FOLDER ...]

A Hub on this machine to try heimdex against: models whose file names pick what goes wrong,
and repositories made of folders.

Options:
  --port PORT    listen on this port of 127.0.0.1 (default: any free one)
  --home FOLDER  write the manifest with the models there (default: a new temporary folder)
  --cdn          hand large files out from an origin of its own, as the real Hub does
  --json         print one JSON document a line
  -h, --help     print this

Example:
  npm run fakehub -- --port 8089 makers/model=./folder
`;

/** What serves now, and what to do with it. */
export interface Ready {
  readonly endpoint: string;
  readonly home: string;
  readonly models: readonly Pick<FaultModel, 'key' | 'exit' | 'meaning'>[];
  readonly repositories: readonly {
    readonly repo: string;
    readonly revision: string;
    readonly files: number;
  }[];
}

export function readyText({ endpoint, home, models, repositories }: Ready): string {
  const width = Math.max(...models.map(({ key }) => key.length));
  return [
    `fake Hub at ${endpoint}, until Ctrl-C`,
    '',
    'In another terminal:',
    '',
    `  HEIMDEX_HOME=${shellWord(home)} HF_ENDPOINT=${endpoint} heimdex models pull --no-self-test fault-corrupt-once`,
    '',
    'The models, the exit code of their pull, and what goes wrong ("once" counts from the start of this program):',
    '',
    ...models.map(({ key, exit, meaning }) => `  ${key.padEnd(width)}  ${exit}  ${meaning}`),
    '',
    'The stalls end sooner with --timeout 2.',
    '',
    ...repositories.map(
      ({ repo, revision, files }) => `${repo} at ${revision}: ${files} ${files === 1 ? 'file' : 'files'}`,
    ),
    ...(repositories.length === 0 ? [] : ['']),
    'Requests:',
  ].join('\n');
}

/** One request, one line: what was asked, and how it was answered. */
export function requestText(record: RequestRecord): string {
  const { server, method, path, range, status, fault, authorization } = record;
  return [
    server,
    method,
    path,
    ...(range === undefined ? [] : [`range=${range}`]),
    `status=${status ?? 'none'}`,
    ...(fault === undefined ? [] : [`fault=${fault}`]),
    `authorization=${authorization ? 'yes' : 'no'}`,
  ].join(' ');
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
