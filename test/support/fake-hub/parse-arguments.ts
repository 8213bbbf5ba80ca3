import { parseArgs } from 'node:util';

export interface FolderRepository {
  readonly repo: string;
  readonly revision: string | undefined;
  readonly folder: string;
}

export interface Settings {
  readonly help: boolean;
  readonly json: boolean;
  readonly cdn: boolean;
  /** 0: any free one. */
  readonly port: number;
  readonly home: string | undefined;
  readonly folders: readonly FolderRepository[];
}

/** Arguments that make no sense; the message says which. */
export class UsageError extends Error {}

/**
 * Reads the arguments of the program.
 *
 * @throws UsageError
 */
export function parseArguments(args: readonly string[]): Settings {
  const { values, positionals } = parsed(args);
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError(`no port: ${port}`);
  return {
    help: values.help === true,
    json: values.json === true,
    cdn: values.cdn === true,
    port: Number(port),
    home: values.home,
    folders: positionals.map(folderRepository),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        json: { type: 'boolean' },
        cdn: { type: 'boolean' },
        port: { type: 'string' },
        home: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function folderRepository(text: string): FolderRepository {
  const [, repo, revision, folder] = /^([\w.-]+\/[\w.-]+)(?:@([0-9a-f]{40}))?=(.+)$/.exec(text) ?? [];
  if (repo === undefined || folder === undefined) {
    throw new UsageError(`expected OWNER/NAME[@REVISION]=FOLDER, with a revision of 40 hex digits: ${text}`);
  }
  return { repo, revision, folder };
}
