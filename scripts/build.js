// Builds dist/ from the sources: node scripts/build.js
// or, for tests, some modules as dist/ would have them: node scripts/build.js FOLDER SOURCE…
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'rolldown';

const ROOT = resolve(import.meta.dirname, '..');
/** What is started or imported by its name. */
const ENTRIES = [
  'src/cli/main.ts',
  'src/cli/host.ts',
  'src/adapters/ffmpeg/locate-ffmpeg.ts',
  'src/adapters/files/hash-worker.ts',
  'src/adapters/files/stream-hash-worker.ts',
  'src/adapters/files/write-worker.ts',
  'src/adapters/inference/image-worker.ts',
  'src/adapters/inference/self-test/self-test-process.ts',
  'src/adapters/inference/whisper/transcriber-process.ts',
];
/** Packages of many small files that each start reads: they become part of dist/ (docs/decisions/021-bundle.md). */
const BUNDLED = ['commander', 'zod'];

/** Code that mostly goes together. What only some verbs need, such as forms read with zod, stays by itself. */
const SHARED = [
  { name: 'domain', test: /[\\/]src[\\/]domain[\\/](?!demo)(?:(?:query|codes)[\\/])?[^\\/]+\.ts$/ },
  { name: 'library', test: /[\\/]src[\\/]adapters[\\/]sqlite[\\/]/ },
];

const [folder = 'dist', ...sources] = process.argv.slice(2);
const entries = sources.length > 0 ? sources : ENTRIES;

await build({
  cwd: ROOT,
  input: Object.fromEntries(entries.map((entry) => [basename(entry, '.ts'), entry])),
  platform: 'node',
  logLevel: 'warn',
  // What is named by no path is a package: npm installs those that are not bundled.
  external: (id) => !/^(\.|\/|[A-Z]:)/i.test(id) && !BUNDLED.includes(id),
  plugins: [{ name: 'licences', generateBundle: addLicences }],
  output: {
    dir: folder,
    cleanDir: true,
    // All files lie beside each other: a worker's './name.js' is found from whichever of them starts it.
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    // What several verbs share would be split by who shares it, into dozens of files that each start reads one by one.
    codeSplitting: { groups: SHARED },
    comments: false,
  },
});

/** The licences of the packages that became part of the files travel with them. */
function addLicences() {
  const folders = [...this.getModuleIds()].map(
    (id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0],
  );
  const packages = [...new Set(folders)].filter((folder) => folder !== undefined).sort();
  if (packages.length === 0) return;
  const source = packages.map(licenceIn).join('\n\n');
  this.emitFile({ type: 'asset', fileName: 'third-party-licences.txt', source });
}

function licenceIn(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no file with its licence`);
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}
