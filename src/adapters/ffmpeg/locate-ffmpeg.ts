import { accessSync, constants, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, extname, join } from 'node:path';
import { HeimdexError } from '../../domain/errors.ts';

/** The programs that read media. */
export interface MediaTools {
  readonly ffmpeg: string;
  /** Absent where only ffmpeg itself is there, as in the ffmpeg-static package. */
  readonly ffprobe: string | undefined;
}

export interface LocateOptions {
  /** HEIMDEX_FFMPEG. */
  readonly named: string | undefined;
  /** PATH. */
  readonly path: string | undefined;
  readonly platform: NodeJS.Platform;
}

/**
 * Finds ffmpeg: the one the user named, else the ffmpeg-static package's, else the first on the PATH; ffprobe beside it.
 *
 * @throws HeimdexError `ffmpeg-missing` with the command that installs it
 */
export function locateFfmpeg(options: LocateOptions): MediaTools {
  const { named, platform } = options;
  if (named !== undefined) {
    if (!isProgram(named)) {
      throw new HeimdexError('ffmpeg-missing', `HEIMDEX_FFMPEG names ${named}, which is no program`, {
        hint: 'name an ffmpeg program, or leave HEIMDEX_FFMPEG unset',
      });
    }
    return { ffmpeg: named, ffprobe: siblingProbe(named) };
  }
  const ffmpeg = staticFfmpeg() ?? onPath('ffmpeg', options);
  if (ffmpeg === undefined) {
    throw new HeimdexError(
      'ffmpeg-missing',
      'ffmpeg not found: no HEIMDEX_FFMPEG, no ffmpeg-static package, none on the PATH',
      {
        hint: installCommand(platform),
      },
    );
  }
  return { ffmpeg, ffprobe: siblingProbe(ffmpeg) ?? onPath('ffprobe', options) };
}

const LINUX_INSTALLERS: readonly (readonly [string, string])[] = [
  ['apt-get', 'sudo apt-get install ffmpeg'],
  ['dnf', 'sudo dnf install ffmpeg-free'],
  ['pacman', 'sudo pacman -S ffmpeg'],
  ['zypper', 'sudo zypper install ffmpeg'],
  ['apk', 'sudo apk add ffmpeg'],
];

/** The command that installs ffmpeg on this machine, by the installer that it has. */
export function installCommand(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'brew install ffmpeg';
  if (platform === 'win32') return 'winget install Gyan.FFmpeg';
  const found = LINUX_INSTALLERS.find(
    ([name]) => isProgram(`/usr/bin/${name}`) || isProgram(`/sbin/${name}`),
  );
  return (found ?? LINUX_INSTALLERS[0]!)[1];
}

function staticFfmpeg(): string | undefined {
  try {
    const path: unknown = createRequire(import.meta.url)('ffmpeg-static');
    return typeof path === 'string' && isProgram(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function onPath(name: string, { path, platform }: LocateOptions): string | undefined {
  const file = platform === 'win32' ? `${name}.exe` : name;
  return (path ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, file))
    .find(isProgram);
}

function siblingProbe(ffmpeg: string): string | undefined {
  const probe = join(dirname(ffmpeg), `ffprobe${extname(ffmpeg) === '.exe' ? '.exe' : ''}`);
  return isProgram(probe) ? probe : undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
