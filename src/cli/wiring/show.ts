import { extname } from 'node:path';
import { createArchiveFile } from '../../adapters/files/create-archive-file.ts';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { createFrameFinder } from '../../adapters/sqlite/create-frame-finder.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { showFrame } from '../../app/show-frame.ts';
import { HeimdexError } from '../../domain/errors.ts';
import { parseVideoTime } from '../../domain/parse-video-time.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { namedPath, shownPath } from '../paths.ts';
import { frameDocument, frameLines } from '../render/frame-lines.ts';

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
    const frame = showFrame(
      asked,
      { absolute: namedPath(host, asked.video), shown: (path) => shownPath(host, path) },
      { frames: createFrameFinder(database), volumes: createVolumes(host.platform) },
    );
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
  return async (webp) => {
    const picture = await convertThumbnail(webp, ending);
    const file = await createArchiveFile(path, { replace: true, bytes: picture.length });
    try {
      await file.write(picture);
      await file.finish();
    } finally {
      await file.discard();
    }
  };
}
