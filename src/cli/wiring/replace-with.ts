import { createArchiveFile } from '../../adapters/files/create-archive-file.ts';

/** Writes a file that the user named; what lay there is replaced once the new one is whole. */
export async function replaceWith(path: string, content: Uint8Array): Promise<void> {
  const file = await createArchiveFile(path, { replace: true, bytes: content.length });
  try {
    await file.write(content);
    await file.finish();
  } finally {
    await file.discard();
  }
}
