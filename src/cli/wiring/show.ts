import { extname } from 'node:path';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { createFrameFinder } from '../../adapters/sqlite/create-frame-finder.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { showFrame } from '../../app/show-frame.ts';
import { HeimdexError } from '../../domain/errors.ts';
import { parseVideoTime } from '../../domain/parse-video-time.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { namedPath, namedVideo } from '../paths.ts';
import { frameDocument, frameLines } from '../render/frame-lines.ts';
import { replaceWith } from './replace-with.ts';

/** `heimdex show`. */
export async function runShow(
  context: Context,
  args: { readonly named: string; readonly output: string | undefined },
): Promise<number> {
  const { host, settings, json, printer } = context;
  const asked = parseVideoTime(args.named);
  const write = args.output === undefined ? undefined : await thumbnailWriter(namedPath(host, args.output));
  const database = openLibraryToRead(settings.library);
  try {
    const frame = showFrame(namedVideo(host, asked.video), asked.time, {
      frames: createFrameFinder(database),
      volumes: createVolumes(host.platform),
    });
    await write?.(frame.thumbnail);
    if (json) await printer.document(frameDocument(frame, asked.time, settings.library));
    else for (const line of frameLines(frame, host)) await printer.result(line);
    return EXIT_DONE;
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    closeLibrary(database);
  }
}

/** Makes what writes a thumbnail as the picture file that was named. libvips loads only where one is. */
async function thumbnailWriter(path: string): Promise<(webp: Uint8Array) => Promise<void>> {
  const { convertThumbnail, PICTURE_ENDINGS } = await import('../../adapters/image/convert-thumbnail.ts');
  const ending = PICTURE_ENDINGS.find((known) => known === extname(path).toLowerCase());
  if (ending === undefined) {
    throw new HeimdexError('usage', `${path} names no form of picture: ${PICTURE_ENDINGS.join(', ')}`, {
      hint: '-o frame.png',
    });
  }
  return async (webp) => replaceWith(path, await convertThumbnail(webp, ending));
}
