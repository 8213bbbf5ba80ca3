import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import type { Digest } from '../../../domain/manifest/digest-of.ts';
import type { TokenizerPlace } from '../../../domain/ports/model-store.ts';
import { compileTokenizer } from './compile-tokenizer.ts';
import { keep, readKept } from './kept-tokenizer.ts';
import { openCompiled } from './open-compiled.ts';
import type { TokenizerForm } from './tokenizer-form.ts';

/** Smaller ones are built in some milliseconds: nothing is kept for them. */
const SMALL_BYTES = 200_000;

export interface OpenedLibrary {
  readonly tokenizer: Tokenizer;
  readonly normalizer: TokenizerForm['normalizer'];
}

/**
 * Opens a tokenizer.json in the library; where a place is given and the tokenizer is large, from the compiled form that is
 * kept there, which is made where there is none that fits (docs/decisions/038-tokenizers-that-open-at-once.md).
 */
export function openLibrary(path: string, place: TokenizerPlace | undefined): OpenedLibrary {
  if (place === undefined || statSync(path).size < SMALL_BYTES)
    return openWhole(readForm(readFileSync(path)));
  const kept = readKept(place);
  if (kept !== undefined) return { tokenizer: openCompiled(kept), normalizer: kept.form.normalizer };
  const content = readFileSync(path);
  const form = readForm(content);
  const compiled = compileTokenizer(form);
  if (compiled === undefined) return openWhole(form);
  // Only what is of the content that the manifest states may stand for it later.
  if (hasDigest(content, place.digest)) keep(place, compiled);
  return { tokenizer: openCompiled(compiled), normalizer: form.normalizer };
}

function openWhole(form: TokenizerForm): OpenedLibrary {
  return { tokenizer: new Tokenizer(form, {}), normalizer: form.normalizer };
}

function readForm(content: Buffer): TokenizerForm {
  return JSON.parse(content.toString());
}

function hasDigest(content: Buffer, { algorithm, hex }: Digest): boolean {
  const hash = algorithm === 'sha256' ? createHash('sha256') : createHash('sha1');
  if (algorithm === 'git-sha1') hash.update(`blob ${content.length}\0`);
  return hash.update(content).digest('hex') === hex;
}
