import { isSafeRelativePath } from './safe-path.ts';

/** Whether a text may be the name of a model, and with that of its folder. */
export function isModelKey(text: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,79}$/.test(text) && isSafeRelativePath(text);
}
