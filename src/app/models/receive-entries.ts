import { MAX_SELF_TEST_BYTES } from '../../domain/archive/entry-names.ts';
import { HeimdexError, throwIfInterrupted } from '../../domain/errors.ts';
import { digestOf } from '../../domain/manifest/digest-of.ts';
import type { Model, ModelFile } from '../../domain/manifest/schema.ts';
import type { ArchiveEntries, ArchiveEntry, SelfTestRecords } from '../../domain/ports/model-archive.ts';
import type { ModelIntake } from '../../domain/ports/model-intake.ts';
import type { OnArchiveEvent } from './archive-event.ts';
import { entryContent } from './entry-content.ts';

interface Wanted {
  readonly model: Model;
  readonly file: ModelFile;
}

/** What an archive's own manifest announces, by the names of the entries. */
export interface Expected {
  /** Each must come, once, with so many bytes; where it is not wanted it is skipped. */
  readonly files: Map<string, { readonly bytes: number; readonly wanted: Wanted | undefined }>;
  /** Each may come, once; kept for this model, or skipped. */
  readonly records: Map<string, Model | undefined>;
}

/**
 * Takes in the entries of an archive after its first. The caller holds the locks of the models whose files are wanted.
 *
 * @param archive what it is called in errors
 * @throws HeimdexError `transfer-mismatch` for anything that was not announced, or not as it comes, or does not come
 */
export async function receiveEntries(
  entries: ArchiveEntries,
  expected: Expected,
  tools: { intake: ModelIntake; selfTests: SelfTestRecords },
  archive: string,
  signal: AbortSignal,
  emit: OnArchiveEvent,
): Promise<void> {
  const files = new Map(expected.files);
  const records = new Map(expected.records);
  for (let next = await entries.next(); next.done !== true; next = await entries.next()) {
    throwIfInterrupted(signal);
    const entry = next.value;
    const announced = files.get(entry.name);
    if (records.has(entry.name)) {
      await receiveRecord(entry, records.get(entry.name), tools.selfTests, archive);
      records.delete(entry.name);
    } else if (announced === undefined) {
      const twice = expected.files.has(entry.name) || expected.records.has(entry.name);
      throw refusal(
        archive,
        twice ? `it has ${entry.name} twice` : `its manifest does not name ${entry.name}`,
      );
    } else if (announced.bytes !== entry.bytes) {
      throw refusal(archive, `${entry.name}: expected ${announced.bytes} bytes, got ${entry.bytes}`);
    } else {
      files.delete(entry.name);
      if (announced.wanted === undefined) await skip(entry, emit);
      else await receiveFile(entry, announced.wanted, tools.intake, archive, signal, emit);
    }
  }
  const [absent] = files.keys();
  if (absent !== undefined) throw refusal(archive, `${absent} is missing in it`);
}

async function receiveFile(
  entry: ArchiveEntry,
  { model, file }: Wanted,
  intake: ModelIntake,
  archive: string,
  signal: AbortSignal,
  emit: OnArchiveEvent,
): Promise<void> {
  const part = await intake.openPart(model, file);
  let whole = false;
  try {
    // What a pull has left is the beginning of the same bytes, but the archive brings them all.
    await part.reset();
    for await (const chunk of entry.content) {
      throwIfInterrupted(signal);
      await part.append(chunk);
      emit({ type: 'bytes', bytes: chunk.length });
    }
    const actual = await part.digest();
    const { algorithm, hex } = digestOf(file);
    if (actual !== hex) {
      throw refusal(archive, `checksum mismatch: ${entry.name}: expected ${algorithm} ${hex}, got ${actual}`);
    }
    const keptAs = await part.publish();
    whole = true;
    if (keptAs !== undefined) emit({ type: 'set-aside', model, keptAs });
  } finally {
    if (!whole) await part.discard();
  }
}

async function skip({ content }: ArchiveEntry, emit: OnArchiveEvent): Promise<void> {
  for await (const chunk of content) emit({ type: 'bytes', bytes: chunk.length });
}

async function receiveRecord(
  entry: ArchiveEntry,
  model: Model | undefined,
  selfTests: SelfTestRecords,
  archive: string,
): Promise<void> {
  if (entry.bytes > MAX_SELF_TEST_BYTES) throw refusal(archive, `${entry.name} has ${entry.bytes} bytes`);
  const content = await entryContent(entry);
  if (!isJson(content)) throw refusal(archive, `${entry.name} is not JSON`);
  if (model !== undefined) await selfTests.keep(model, content);
}

function isJson(content: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(content));
    return true;
  } catch {
    return false;
  }
}

function refusal(archive: string, what: string): HeimdexError {
  return new HeimdexError('transfer-mismatch', `${archive} is refused: ${what}`, {
    hint: 'copy it again, or export it again with heimdex models export',
  });
}
