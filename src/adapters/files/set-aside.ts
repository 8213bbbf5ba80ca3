import { rename } from 'node:fs/promises';
import { hasSystemCode } from '../../domain/errors.ts';
import { setAsidePath } from '../../domain/manifest/set-aside-path.ts';

/**
 * Takes whatever lies in the place of a model's file out of the way, in the place of what was set aside before.
 *
 * @returns where it lies now; undefined where there was nothing
 */
export async function setAside(path: string): Promise<string | undefined> {
  const aside = setAsidePath(path);
  try {
    await rename(path, aside);
    return aside;
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
