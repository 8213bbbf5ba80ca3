import { isAbsolute, join, win32 } from 'node:path';
import { HeimdexError } from '../domain/errors.ts';
import type { Host } from './host.ts';
import { PACKAGE_FOLDER } from './package-folder.ts';
import { namedPath } from './paths.ts';

/** Where heimdex keeps and finds things, resolved once from options and environment. */
export interface Settings {
  /** The data folder: models, library, user manifest. */
  readonly home: string;
  /** The library file. */
  readonly library: string;
  /** The folder of the installed package: manifest and demo files lie in it. */
  readonly packageFolder: string;
  readonly ffmpeg: string | undefined;
}

/** Option, else environment variable, else the platform's data folder. An empty value counts as none. */
export function resolveSettings(host: Host, options: { home?: string; db?: string }): Settings {
  const home = absolute(host, options.home || host.env.HEIMDEX_HOME) ?? defaultHome(host);
  const library = absolute(host, options.db || host.env.HEIMDEX_DB) ?? join(home, 'library.db');
  return { home, library, packageFolder: PACKAGE_FOLDER, ffmpeg: absolute(host, host.env.HEIMDEX_FFMPEG) };
}

function absolute(host: Host, path: string | undefined): string | undefined {
  return path ? namedPath(host, path) : undefined;
}

// The XDG Base Directory Specification has a relative path ignored; the same holds for LOCALAPPDATA here.
function defaultHome(host: Host): string {
  const { env, platform, userHome } = host;
  if (platform === 'win32' && env.LOCALAPPDATA && win32.isAbsolute(env.LOCALAPPDATA))
    return join(env.LOCALAPPDATA, 'heimdex');
  if (platform !== 'darwin' && env.XDG_DATA_HOME && isAbsolute(env.XDG_DATA_HOME))
    return join(env.XDG_DATA_HOME, 'heimdex');
  if (!userHome) {
    throw new HeimdexError('config-invalid', 'no home folder is known: HOME is not set', {
      hint: 'name one with --home FOLDER or HEIMDEX_HOME',
    });
  }
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'heimdex');
  return join(userHome, '.local', 'share', 'heimdex');
}
