import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { TokenizerPlace } from '../../../domain/ports/model-store.ts';
import type { CompiledTokenizer } from './compile-tokenizer.ts';
import { fromFile, toFile } from './tokenizer-file.ts';

/** Reads what was kept at a place; undefined where it is missing, damaged, or of another tokenizer. */
export function readKept({ path, digest }: TokenizerPlace): CompiledTokenizer | undefined {
  try {
    // Copied: a small file's bytes may lie anywhere in a buffer that is shared.
    const content = readFileSync(path);
    const bytes = content.byteOffset === 0 ? content : new Uint8Array(content);
    return fromFile(bytes as Uint8Array<ArrayBuffer>, digest);
  } catch {
    return undefined;
  }
}

/**
 * Keeps a compiled tokenizer, whole or not at all. A place that can't be written is no error: it will be compiled again next
 * time. Nothing waits for the disk: what a power cut leaves has a checksum that does not fit.
 */
export function keep({ path, digest }: TokenizerPlace, compiled: CompiledTokenizer): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeFileSync(temporary, toFile(compiled, digest), { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // Where nothing can be written there is nothing to remove either.
    }
  }
}
