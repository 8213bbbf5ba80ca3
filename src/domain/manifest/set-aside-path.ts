import type { Model } from './schema.ts';

/** Where a file is kept that lay in the place of a model's file and did not fit: beside it, one at most. */
export function setAsidePath(path: string): string {
  return `${path}.bad`;
}

/** Whether a path in a model's folder is that of such a file. */
export function isSetAside(model: Model, path: string): boolean {
  return model.files.some((file) => setAsidePath(file.path) === path);
}
