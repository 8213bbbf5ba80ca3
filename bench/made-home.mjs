// A home folder in a temporary place, with a user manifest of generated files that lie in its store.
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const BLOCK = Buffer.allocUnsafe(16 * 1024 * 1024);

/**
 * @param {{ models: number, files: number, bytes: number }} shape so many models with so many files of so many bytes
 * @returns {{ home: string, keys: string[], paths: string[], remove: () => void }}
 */
export function madeHome({ models, files, bytes }) {
  const home = mkdtempSync(join(tmpdir(), 'heimdex-bench-'));
  const revision = 'a'.repeat(40);
  const paths = [];
  const entries = Array.from({ length: models }, (_, model) => {
    const key = `made-${model}`;
    const described = Array.from({ length: files }, (_, file) => {
      const path = `onnx/part-${file}.onnx`;
      const place = join(home, 'models', key, revision, path);
      paths.push(place);
      return { path, bytes, sha256: writeRandomFile(place, bytes) };
    });
    const graph = described[0].path;
    const config = {
      dimension: 4,
      graph,
      tokenizer: graph,
      output: 'o',
      pooling: 'mean',
      maxTokens: 16,
      quantization: 'none',
      languages: ['en'],
    };
    const source = { kind: 'hub', repo: `bench/${key}`, revision };
    return [key, { role: 'text', source, licence: 'MIT', dtype: 'fp32', files: described, config }];
  });
  const manifest = { schemaVersion: 1, models: Object.fromEntries(entries), profiles: {} };
  writeFileSync(join(home, 'models.manifest.json'), JSON.stringify(manifest));
  const keys = entries.map(([key]) => key);
  return { home, keys, paths, remove: () => rmSync(home, { recursive: true, force: true }) };
}

function writeRandomFile(path, bytes) {
  mkdirSync(dirname(path), { recursive: true });
  const hash = createHash('sha256');
  const descriptor = openSync(path, 'w');
  randomFillSync(BLOCK);
  for (let written = 0; written < bytes; ) {
    const block = BLOCK.subarray(0, Math.min(BLOCK.length, bytes - written));
    block.writeUInt32LE(written / BLOCK.length, 0);
    hash.update(block);
    writeSync(descriptor, block);
    written += block.length;
  }
  closeSync(descriptor);
  return hash.digest('hex');
}
