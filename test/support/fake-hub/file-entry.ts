import { createHash } from 'node:crypto';
import type { Content } from './content.ts';

/** A file as the Hub lists it. */
export interface FileEntry {
  readonly type: 'file';
  readonly path: string;
  readonly size: number;
  /** Git's id of what the repository holds: the file itself, or the pointer that stands for a large one. */
  readonly oid: string;
  readonly lfs?: { readonly oid: string; readonly size: number; readonly pointerSize: number };
}

/** Weights are kept outside of git whatever their size. */
const LARGE_NAMES = /\.(?:onnx|onnx_data|bin|safetensors)$/;
/** So is any file from here on; smaller ones can be diffed as text. */
const LARGE_BYTES = 10_000_000;

const digests = new WeakMap<Content, Promise<{ sha256: string; gitSha1: string }>>();

/** Describes a file; its bytes are read once, however often it is described. */
export async function fileEntry(path: string, content: Content): Promise<FileEntry> {
  const known = digests.get(content) ?? digest(content);
  digests.set(content, known);
  const { sha256, gitSha1 } = await known;
  const { size } = content;
  if (size < LARGE_BYTES && !LARGE_NAMES.test(path)) return { type: 'file', path, size, oid: gitSha1 };
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`;
  const lfs = { oid: sha256, size, pointerSize: pointer.length };
  return { type: 'file', path, size, oid: gitHash(pointer.length).update(pointer).digest('hex'), lfs };
}

async function digest(content: Content): Promise<{ sha256: string; gitSha1: string }> {
  const sha256 = createHash('sha256');
  const gitSha1 = gitHash(content.size);
  for await (const chunk of content.read(0, content.size)) {
    sha256.update(chunk);
    gitSha1.update(chunk);
  }
  return { sha256: sha256.digest('hex'), gitSha1: gitSha1.digest('hex') };
}

/** Git's id of a blob: sha1 of "blob", its size, a zero byte and its content. */
function gitHash(size: number) {
  return createHash('sha1').update(`blob ${size}\0`);
}
