import { extname } from 'node:path';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { createSegmentFinder } from '../../adapters/sqlite/create-segment-finder.ts';
import { closeLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { nameOf, readTranscript, type Transcript } from '../../app/read-transcript.ts';
import { printable } from '../../domain/printable.ts';
import type { SegmentSource } from '../../domain/speech/segment.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE } from '../exit-codes.ts';
import { namedPath, namedVideo } from '../paths.ts';
import { writeOut } from '../printer.ts';
import {
  silenceNote,
  TRANSCRIPT_FORMATS,
  type TranscriptFormat,
  transcriptDocument,
  transcriptText,
} from '../render/transcript.ts';
import { toJson } from '../to-json.ts';
import { replaceWith } from './replace-with.ts';

type Format = TranscriptFormat | 'json';

export interface TranscriptArguments {
  readonly named: string;
  readonly format: Format | undefined;
  readonly output: string | undefined;
  readonly source: SegmentSource | undefined;
  readonly language: string | undefined;
}

/** `heimdex transcript`. */
export async function runTranscript(context: Context, args: TranscriptArguments): Promise<number> {
  const { host, settings, printer } = context;
  const transcript = read(context, args);
  const format = context.json ? 'json' : (args.format ?? formatOf(args.output));
  if (transcript.others.length > 0 && args.source === undefined && args.language === undefined) {
    const others = transcript.others.map(nameOf).join(', ');
    printer.note(printable(`this is ${nameOf(transcript)}; there is also ${others} (--source, --language)`));
  }
  if (transcript.source === undefined) printer.note(silenceNote(transcript));
  const document = () => transcriptDocument(transcript, settings.library);
  if (args.output !== undefined) {
    const text = format === 'json' ? `${toJson(document(), 2)}\n` : transcriptText(transcript, format);
    await replaceWith(namedPath(host, args.output), Buffer.from(text));
  } else if (format === 'json') await printer.document(document());
  else {
    const lines = transcriptText(transcript, format).split('\n');
    // A file or a program gets the text as it is; a terminal would take some of it for orders.
    await writeOut(host.stdout, (host.stdout.isTTY === true ? lines.map(printable) : lines).join('\n'));
  }
  return EXIT_DONE;
}

function read({ host, settings }: Context, args: TranscriptArguments): Transcript {
  const database = openLibraryToRead(settings.library);
  try {
    return readTranscript(namedVideo(host, args.named), args, {
      segments: createSegmentFinder(database),
      volumes: createVolumes(host.platform),
    });
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    closeLibrary(database);
  }
}

/** By the ending of the file that is written, else plain text. */
function formatOf(output: string | undefined): Format {
  const ending = output === undefined ? '' : extname(output).slice(1).toLowerCase();
  return [...TRANSCRIPT_FORMATS, 'json' as const].find((format) => format === ending) ?? 'txt';
}
