// P13, silence: what listening for speech costs, the transcriber left out.
//   node bench/listening.mjs SILERO.onnx [MINUTES] [ROUNDS]
// A video's sound of so many minutes (60 where nothing is said), half silence, half faint noise, as AAC, is made in the
// temporary folder. Listening runs as a whole process; its peer is ffmpeg alone that makes the same samples and throws them
// away.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { timed } from './measure.mjs';
import { medians } from './medians.mjs';

const graph = resolve(process.argv[2]);
const minutes = Number(process.argv[3] ?? 60);
const rounds = Number(process.argv[4] ?? 3);
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
try {
  const { locateFfmpeg } = await import(pathToFileURL(join(root, 'dist/locate-ffmpeg.js')).href);
  const { ffmpeg } = locateFfmpeg({
    named: process.env.HEIMDEX_FFMPEG,
    path: process.env.PATH,
    platform: process.platform,
  });
  const sound = join(folder, 'sound.mp4');
  const noise = `anoisesrc=amplitude=0.01:sample_rate=48000:duration=${minutes * 60},volume='mod(floor(t/60),2)':eval=frame`;
  const stereo = ['-filter_complex', `${noise},aformat=channel_layouts=stereo`];
  execFileSync(ffmpeg, ['-v', 'error', ...stereo, '-c:a', 'aac', '-b:a', '96k', sound]);
  const program = buildListening(ffmpeg, sound);
  let last;
  const [own, peer] = medians(rounds, [
    () => {
      const run = timed(process.execPath, [program], { env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' } });
      last = JSON.parse(run.stdout);
      return run.seconds;
    },
    () => {
      const output = ['-map', '0:a:0', '-ac', '1', '-ar', '16000', '-f', 'null', '-'];
      return timed(ffmpeg, ['-v', 'error', '-nostdin', '-i', sound, ...output]).seconds;
    },
  ]);
  const share = (time) => `${((100 * time) / (minutes * 60)).toFixed(2)} % of real time`;
  console.log(
    `${minutes} min of silence and noise: ${last.utterances} utterances, most memory in the first 5 min and in all: ${last.megabytes.join(', ')} MB`,
  );
  console.log(
    `listening ${own.toFixed(2)} s, ${share(own)}; ffmpeg alone ${peer.toFixed(2)} s, ${share(peer)}`,
  );
  console.log(
    `inside ONNX Runtime and waiting for it ${last.detecting.toFixed(2)} s, ${share(last.detecting)}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A program that listens to a sound with the modules as they are built, and tells what it took. */
function buildListening(ffmpeg, sound) {
  const sources = [
    'src/adapters/ffmpeg/create-audio-decoder.ts',
    'src/adapters/inference/open-voice-detector.ts',
    'src/app/stages/utterances-of.ts',
  ];
  execFileSync(process.execPath, [join(root, 'scripts/build.js'), join(folder, 'built'), ...sources], {
    cwd: root,
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const program = join(folder, 'listening.mjs');
  const config = '{ sampleRate: 16000, windowSamples: 512, contextSamples: 64 }';
  writeFileSync(
    program,
    `import { createAudioDecoder } from './built/create-audio-decoder.js';
import { openVoiceDetector } from './built/open-voice-detector.js';
import { utterancesOf } from './built/utterances-of.js';
const decoder = createAudioDecoder({ ffmpeg: ${JSON.stringify(ffmpeg)}, ffprobe: undefined });
const opened = await openVoiceDetector(${JSON.stringify(graph)}, 'silero', ${config});
let detecting = 0;
let [early, most] = [0, 0];
let utterances = 0;
const detector = {
  ...opened,
  async probabilities(samples) {
    const start = performance.now();
    const found = await opened.probabilities(samples);
    detecting += (performance.now() - start) / 1000;
    return found;
  },
};
const onHeard = (time) => {
  if (time % 60e6 >= 1e6) return;
  most = Math.max(most, process.memoryUsage.rss());
  if (time < 300e6) early = most;
};
const { signal } = new AbortController();
for await (const _ of utterancesOf(${JSON.stringify(sound)}, 0, { decoder, detector }, { onHeard }, signal)) utterances++;
await opened.close();
console.log(JSON.stringify({ utterances, detecting, megabytes: [early, most].map((bytes) => Math.round(bytes / 1e6)) }));
`,
  );
  return program;
}
