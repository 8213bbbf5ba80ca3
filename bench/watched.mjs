// Runs of the built program that are looked at from outside.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { program } from './measure.mjs';
import { childrenOf, commandOf, processorSeconds, residentMb } from './processes.mjs';

const LOOK_EVERY_MS = 100;

/** Memory of heimdex itself, of the process that runs Whisper, and of ffmpeg: MB. */
export function memoryOf(pid) {
  const now = { heimdex: residentMb(pid), model: 0, ffmpeg: 0 };
  for (const child of childrenOf(pid)) {
    const kind = commandOf(child).includes('transcriber-process') ? 'model' : 'ffmpeg';
    now[kind] += residentMb(child);
  }
  return now;
}

/**
 * Runs heimdex to its end.
 *
 * @param onLook gets its memory ten times a second
 * @param onEvent gets the events of `--progress json`
 * @returns wall and processor time of all its processes but ffmpeg's, the most memory of each kind in MB, and stdout
 */
export async function watched(args, { onLook, onEvent } = {}) {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (onEvent !== undefined && line.startsWith('{')) onEvent(JSON.parse(line));
    else stderr += `${line}\n`;
  });
  const most = { heimdex: 0, model: 0, ffmpeg: 0 };
  const used = new Map();
  const timer = setInterval(() => {
    const now = memoryOf(child.pid);
    for (const kind of Object.keys(most)) most[kind] = Math.max(most[kind], now[kind]);
    for (const pid of [child.pid, ...childrenOf(child.pid)])
      if (!commandOf(pid).startsWith('ffmpeg')) used.set(pid, processorSeconds(pid) || (used.get(pid) ?? 0));
    onLook?.(now);
  }, LOOK_EVERY_MS);
  const code = await new Promise((done) => child.on('close', done));
  clearInterval(timer);
  if (code !== 0) throw new Error(`heimdex ${args.join(' ')} ended with ${code}: ${stderr}`);
  const processor = [...used.values()].reduce((sum, seconds) => sum + seconds, 0);
  return { seconds: (performance.now() - begun) / 1000, processor, most, stdout };
}

/** Brings models from disk into a home, and gives the options that choose them. */
export async function addModels(home, models) {
  const options = [];
  for (const [role, folder, ...more] of models) {
    const name = `bench-${role}`;
    const licence = ['--licence', 'as stated there'];
    await watched(['models', 'add', role, folder, '--name', name, ...licence, ...more, '--home', home]);
    options.push('--with', `${role}=${name}`);
  }
  return options;
}

/** The real models of the shared data that speech wants, by role. */
export function speechModels(models) {
  return [
    ['speech', join(models, 'whisper-tiny.en')],
    ['voice-activity', join(models, 'silero-vad')],
    ['text', join(models, 'all-MiniLM-L6-v2')],
  ];
}
