// Makes sure of the programs that demo and tests need: node scripts/ensure-tools.js ffmpeg [strace unshare setpriv mkfs.btrfs]
// ffmpeg is looked for as heimdex itself does; where it is missing it is installed (as root on Debian and Ubuntu), or the
// command that does so is printed and the exit code is 11. The others only make tests skip.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installCommand, locateFfmpeg } from '../dist/locate-ffmpeg.js';

const FFMPEG_MISSING = 11;
/** The packages of programs that have another name. */
const PACKAGES = { unshare: 'util-linux', setpriv: 'util-linux', 'mkfs.btrfs': 'btrfs-progs' };
const { env, platform } = process;

function findFfmpeg() {
  try {
    return locateFfmpeg({ named: env.HEIMDEX_FFMPEG || undefined, path: env.PATH, platform }).ffmpeg;
  } catch {
    return undefined;
  }
}

function findOnPath(name) {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function installWithApt(name) {
  if (platform !== 'linux' || process.getuid?.() !== 0 || findOnPath('apt-get') === undefined) return;
  console.error(`${name} is missing: installing it with apt-get`);
  const apt = (...args) =>
    spawnSync('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const wanted = PACKAGES[name] ?? name;
  if (apt('install', '--no-install-recommends', wanted).status === 0) return;
  // The list of packages may be missing or old.
  apt('update');
  apt('install', '--no-install-recommends', wanted);
}

for (const name of process.argv.slice(2)) {
  const find = name === 'ffmpeg' ? findFfmpeg : () => findOnPath(name);
  if (find() === undefined) installWithApt(name);
  if (find() !== undefined) continue;
  if (name === 'ffmpeg') {
    console.error(
      `ffmpeg is missing. Install it with:\n  ${installCommand(platform)}\nor name one with HEIMDEX_FFMPEG.`,
    );
    process.exit(FFMPEG_MISSING);
  }
  console.error(`${name} is missing: the tests that need it will say that they were skipped.`);
}
