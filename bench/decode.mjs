// P4: the decode pass against ffmpeg alone that makes the same pictures and throws them away.
//   node bench/decode.mjs [SECONDS] [ROUNDS]
// A 1080p H.264 file of so many seconds (600 where nothing is said) is made in the temporary folder. The pass runs as a
// whole process, with a consumer that looks at nothing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { timed } from './measure.mjs';
import { medians } from './medians.mjs';

const seconds = Number(process.argv[2] ?? 600);
const rounds = Number(process.argv[3] ?? 3);
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
try {
  const { locateFfmpeg } = await import(pathToFileURL(join(root, 'dist/locate-ffmpeg.js')).href);
  const { ffmpeg } = locateFfmpeg({
    named: process.env.HEIMDEX_FFMPEG,
    path: process.env.PATH,
    platform: process.platform,
  });
  const video = makeVideo(ffmpeg);
  const pass = buildPass(ffmpeg, video);

  const chosen = 'isnan(prev_selected_t)+gt(floor(t/0.5)\\,floor(prev_selected_t/0.5))';
  const graph = [
    '[0:V:0]split[s][c]',
    '[s]scale=160:90:flags=bilinear,format=yuv444p[small]',
    `[c]select='${chosen}',split[m][t]`,
    '[m]scale=224:224:flags=bilinear+accurate_rnd+full_chroma_int,format=rgb24[model]',
    '[t]scale=320:180:flags=bicubic,format=rgb24[thumbnail]',
  ].join(';');
  const outputs = ['small', 'model', 'thumbnail'].flatMap((label) => {
    return ['-map', `[${label}]`, '-vsync', 'passthrough', '-f', 'null', '-'];
  });
  const alone = ['-v', 'error', '-nostdin', '-i', video, '-filter_complex', graph, ...outputs];

  let last;
  const [own, peer, bare] = medians(rounds, [
    () => {
      const run = timed(process.execPath, [pass]);
      last = JSON.parse(run.stdout);
      return run.seconds;
    },
    () => timed(ffmpeg, alone).seconds,
    () => timed(ffmpeg, ['-v', 'error', '-nostdin', '-i', video, '-map', '0:V:0', '-f', 'null', '-']).seconds,
  ]);
  console.log(
    `${seconds} s of 1080p: ${last.small} small pictures, ${last.candidates} candidates, most memory ${last.megabytes} MB`,
  );
  console.log(
    `decode pass ${own.toFixed(2)} s, ffmpeg alone ${peer.toFixed(2)} s, decoding alone ${bare.toFixed(2)} s`,
  );
  console.log(`P4 ffmpeg alone / decode pass, medians of ${rounds}: ${(peer / own).toFixed(3)} (goal 0.9)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Ten seconds that move, with noise as a camera's, repeated. */
function makeVideo(ffmpeg) {
  const [part, whole] = [join(folder, 'part.mp4'), join(folder, 'whole.mp4')];
  const picture = 'testsrc2=size=1920x1080:rate=25:duration=10,noise=alls=12:allf=t';
  const coding = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '28', '-pix_fmt', 'yuv420p'];
  execFileSync(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', picture, ...coding, part]);
  const loops = Math.max(0, Math.ceil(seconds / 10) - 1);
  execFileSync(ffmpeg, [
    '-v',
    'error',
    '-stream_loop',
    loops,
    '-i',
    part,
    '-c',
    'copy',
    '-t',
    seconds,
    whole,
  ]);
  return whole;
}

/** A program that decodes a video with the adapters as they are built, and tells what it got. */
function buildPass(ffmpeg, video) {
  const built = join(folder, 'built');
  const sources = ['create-prober', 'create-video-decoder'].map((name) => `src/adapters/ffmpeg/${name}.ts`);
  execFileSync(process.execPath, [join(root, 'scripts/build.js'), built, ...sources], { cwd: root });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const program = join(folder, 'pass.mjs');
  const tools = `{ ffmpeg: ${JSON.stringify(ffmpeg)}, ffprobe: undefined }`;
  const options = `{ interval: 500000, modelSize: 224, crop: 'none', resample: 'bilinear', thumbnailSide: 320, hwaccel: 'none' }`;
  writeFileSync(
    program,
    `import { createProber } from './built/create-prober.js';
import { createVideoDecoder } from './built/create-video-decoder.js';
const { signal } = new AbortController();
const counts = { small: 0, candidate: 0 };
let most = 0;
const facts = await createProber(${tools}).probe(${JSON.stringify(video)}, signal);
for await (const { kind } of createVideoDecoder(${tools}).decode(${JSON.stringify(video)}, facts, ${options}, signal)) {
  counts[kind]++;
  if (counts.small % 100 === 0) most = Math.max(most, process.memoryUsage.rss());
}
console.log(JSON.stringify({ small: counts.small, candidates: counts.candidate, megabytes: Math.round(most / 1e6) }));
`,
  );
  return program;
}
