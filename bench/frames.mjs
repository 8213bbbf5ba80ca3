// P6: frames chosen for embedding against one a second, and whether every shot with a picture has one.
//   node bench/frames.mjs [--sheets FOLDER] [VIDEO[:CUT,CUT...]]...
// A CUT is the number of a shot's first frame; a video without any counts as one shot. Videos whose bad parts are known
// are made and measured too. With --sheets the chosen frames of each video are laid out in one picture, to be looked at.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from './measure.mjs';

const FFMPEG = process.env.HEIMDEX_FFMPEG ?? 'ffmpeg';
const SIZE = { width: 160, height: 90 };
const RATE = 25;
const MICROSECONDS = 1e6;
const CANDIDATES_A_SECOND = 2;

const args = process.argv.slice(2);
const sheets = args[0] === '--sheets' ? args.splice(0, 2)[1] : undefined;
const temp = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
try {
  const { qualityOf, createFrameChooser, hasPicture } = await loadDomain();
  const works = [...args.map(named), ...made()];
  let [chosenReal, secondsReal] = [0, 0];
  for (const work of works) {
    const { result, seconds } = choose(work, { qualityOf, createFrameChooser, hasPicture });
    if (work.bad === undefined) {
      chosenReal += result.length;
      secondsReal += seconds;
    }
    if (sheets !== undefined) await drawSheet(work, result);
  }
  if (secondsReal > 0)
    console.log(`P6 real videos together: ${perSecond(chosenReal, secondsReal)} (goal 0.25)`);
} finally {
  rmSync(temp, { recursive: true, force: true });
}

/** The modules under test, built as dist/ has them. */
async function loadDomain() {
  const folder = resolve(import.meta.dirname, '..');
  const names = ['quality-of', 'create-frame-chooser', 'has-picture'];
  const sources = names.map((name) => `src/domain/frames/${name}.ts`);
  execFileSync(process.execPath, [join(folder, 'scripts/build.js'), join(temp, 'built'), ...sources]);
  const load = (name) => import(pathToFileURL(join(temp, 'built', `${name}.js`)).href);
  return Object.assign({}, ...(await Promise.all(names.map(load))));
}

function named(arg) {
  const [, path, cuts] = /^(.*?)(?::([\d,]+))?$/.exec(arg);
  return { name: basename(path), path, cuts: cuts === undefined ? [] : cuts.split(',').map(Number) };
}

/** Videos of RATE frames a second: `cuts` in frames, `bad` the times in seconds where no frame should be chosen. */
function made() {
  const one = 'mandelbrot=size=320x180:rate=25:start_scale=0.5';
  const two = 'testsrc2=size=320x180:rate=25';
  const bars = 'smptehdbars=size=320x180:rate=25';
  const black = 'color=black:size=320x180:rate=25,noise=alls=4';
  const white = 'color=white:size=320x180:rate=25';
  const gradient = 'gradients=size=320x180:rate=25:seed=5:speed=0.01';
  return [
    film(
      'black leader, fades, white shot',
      [
        [black, 2],
        [`${one},fade=in:d=1.5`, 6],
        [two, 4],
        [white, 1.5],
        [`${bars},fade=out:st=4:d=1`, 5],
      ],
      [
        [0, 3],
        [12, 13.5],
        [17.6, 18.5],
      ],
    ),
    film(
      'dissolve of a second',
      [[`${one}[a];${two}[b];[a][b]xfade=duration=1:offset=5`, 10]],
      [[5.1, 5.9]],
      [137],
      'dissolve',
    ),
    film(
      'blurred half of a shot',
      [
        [`${one},gblur=sigma=5:enable='lt(t,3)'`, 6],
        [two, 3],
      ],
      [[0, 3]],
    ),
    film(
      'dialogue, six shots of two pictures',
      [
        [two, 2],
        [bars, 2],
        [two, 2],
        [bars, 2],
        [two, 2],
        [bars, 2],
      ],
      [],
    ),
    film('three minutes without a change', [[bars, 180]], []),
    film('a shot that changes all the time', [[gradient, 40]], []),
  ];
}

function film(name, shots, bad, cuts, transition = 'cut') {
  const path = join(temp, `${name.replaceAll(/\W+/g, '-')}.mkv`);
  const encode = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-r', String(RATE)];
  const parts = shots.map(([graph, seconds], index) => {
    const part = join(temp, `${index}.mkv`);
    ffmpeg('-filter_complex', graph, '-t', String(seconds), ...encode, part);
    return part;
  });
  const list = parts.flatMap((part) => ['-i', part]);
  ffmpeg(...list, '-filter_complex', `concat=n=${parts.length}`, ...encode, path);
  let frames = 0;
  const starts = shots.slice(0, -1).map(([, seconds]) => (frames += seconds * RATE));
  return { name, path, cuts: cuts ?? starts, bad, transition };
}

function choose(work, { qualityOf, createFrameChooser, hasPicture }) {
  const { frames, rate } = decode(work.path);
  const time = (index) => Math.round((index * MICROSECONDS) / rate);
  const shots = [0, ...work.cuts].map((first, index, all) => ({
    start: time(first),
    end: time(all[index + 1] ?? frames.length),
    transition: index === 0 ? 'start' : (work.transition ?? 'cut'),
    pictures: 0,
    chosen: 0,
  }));
  const chooser = createFrameChooser();
  const result = [];
  const spent = [];
  let [next, shot, most] = [0, 0, 0];
  for (const [index, frame] of frames.entries()) {
    for (; time(index) >= shots[shot].end; shot++) {
      result.push(...chooser.shotEnds(shots[shot], shots[shot + 1]?.transition));
    }
    if (time(index) < next) continue;
    next += MICROSECONDS / CANDIDATES_A_SECOND;
    const start = performance.now();
    const quality = qualityOf({ time: time(index), ...SIZE, ...frame });
    spent.push(performance.now() - start);
    if (hasPicture(quality)) shots[shot].pictures++;
    result.push(...chooser.candidate({ time: time(index), quality, payload: index }));
    most = Math.max(most, chooser.held);
  }
  result.push(...chooser.shotEnds(shots.at(-1)));
  for (const { time } of result) shots.find(({ start, end }) => time >= start && time < end).chosen++;
  const seconds = frames.length / rate;
  const times = result.map(({ time }) => time / MICROSECONDS);
  const covered = shots.filter((one) => one.chosen > 0).length;
  const shown = shots.filter((one) => one.pictures > 0).length;
  const wrong = work.bad && times.filter((at) => work.bad.some(([from, to]) => at >= from && at < to)).length;
  console.log(
    `${work.name}: ${perSecond(result.length, seconds)}; ${covered} of ${shown} shots with a picture covered` +
      `${wrong === undefined ? '' : `; ${wrong} chosen where none should be`}; ${most} held at most; ` +
      `quality ${median(spent).toFixed(2)} ms a frame\n  at ${times.map((at) => at.toFixed(1)).join(' ')} s`,
  );
  return { result, seconds };
}

function perSecond(count, seconds) {
  const share = count / seconds;
  return `${count} frames of ${seconds.toFixed(1)} s, ${Math.round(share * 3600)} an hour, ${share.toFixed(3)} of one a second`;
}

function decode(path) {
  const said = spawnSync(FFMPEG, ['-hide_banner', '-i', path], { encoding: 'utf8' }).stderr;
  const rate = Number(/([\d.]+) fps/.exec(said)[1]);
  const scale = `scale=${SIZE.width}:${SIZE.height}:flags=area,format=yuv444p`;
  const raw = ['-f', 'rawvideo', '-'];
  const bytes = execFileSync(FFMPEG, ['-v', 'error', '-i', path, '-vf', scale, ...raw], {
    maxBuffer: 2 ** 31,
  });
  const plane = SIZE.width * SIZE.height;
  const frames = Array.from({ length: Math.floor(bytes.length / plane / 3) }, (_, index) => {
    const at = (number) => bytes.subarray((index * 3 + number) * plane, (index * 3 + number + 1) * plane);
    return { y: at(0), u: at(1), v: at(2) };
  });
  return { frames, rate };
}

function ffmpeg(...rest) {
  execFileSync(FFMPEG, ['-v', 'error', '-y', ...rest]);
}

async function drawSheet(work, result) {
  const { default: sharp } = await import('sharp');
  const [width, height, across] = [400, 225, 4];
  const tiles = result.map(({ payload }, index) => {
    const select = `select=eq(n\\,${payload}),scale=${width}:${height}`;
    const png = ['-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-'];
    const input = execFileSync(FFMPEG, ['-v', 'error', '-i', work.path, '-vf', select, ...png]);
    return { input, left: (index % across) * width, top: Math.floor(index / across) * height };
  });
  if (tiles.length === 0) return;
  mkdirSync(sheets, { recursive: true });
  const rows = Math.ceil(tiles.length / across);
  const canvas = { width: across * width, height: rows * height, channels: 3, background: '#c0c' };
  const file = join(sheets, `${work.name.replaceAll(/[^\w.]+/g, '-')}.png`);
  await sharp({ create: canvas }).composite(tiles).png().toFile(file);
}
