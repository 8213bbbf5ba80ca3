import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type MadeModel, sha256 } from './made-models.ts';

export interface CacheForm {
  /** The name of a file's blob: a large one has its sha256, a small one git's id of it. */
  readonly etag?: (content: Uint8Array) => string;
  /** Plain files in the snapshot and no blobs, as on systems without links. */
  readonly withoutLinks?: boolean;
  /** Another than the model's own. */
  readonly revision?: string;
}

/** git's name for a content. */
export function gitId(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

/** The folder of a model's repository in a cache. */
export function repositoryIn(folder: string, { model }: Pick<MadeModel, 'model'>): string {
  return join(folder, `models--${model.source.repo.replace('/', '--')}`);
}

/** Lays a model's files into a cache folder as Hugging Face's own programs do; returns the repository's folder. */
export function fillCache(folder: string, made: MadeModel, form: CacheForm = {}): string {
  const { etag = sha256, withoutLinks = false, revision = made.model.source.revision } = form;
  const repository = repositoryIn(folder, made);
  mkdirSync(join(repository, 'blobs'), { recursive: true });
  for (const [path, content] of made.contents) {
    const place = join(repository, 'snapshots', revision, path);
    const blob = join(repository, 'blobs', etag(content));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(withoutLinks ? place : blob, content);
    if (!withoutLinks) symlinkSync(relative(dirname(place), blob), place);
  }
  return repository;
}
