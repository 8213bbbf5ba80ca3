import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type FileStamp, sameStamp } from './inspect-file.ts';
import { makeFolder } from './make-folder.ts';

/** What the last full check of a model's files found, kept so that the next need not read them. */
export interface QuickRecord {
  /** The digest (`sha256:…`) that the file had, if it has not been touched since. */
  digestOf(path: string, stamp: FileStamp): string | undefined;
  /** Writes a digest down. A disk that can't be written is no error: the file will be read again next time. */
  remember(path: string, stamp: FileStamp, digest: string): void;
}

interface Entry extends FileStamp {
  readonly digest: string;
}

interface RecordDocument {
  readonly schemaVersion: 1;
  readonly files: Readonly<Record<string, Entry>>;
}

/** Opens the quick record at a path; none, or one that makes no sense, is an empty one. */
export function openQuickRecord(path: string): QuickRecord {
  let files = read(path);
  return {
    digestOf(file, stamp) {
      const entry = files.get(file);
      return entry !== undefined && sameStamp(entry, stamp) ? entry.digest : undefined;
    },
    remember(file, stamp, digest) {
      // Read, changed and written without a pause: another who writes it down in this process loses nothing.
      files = read(path).set(file, { ...stamp, digest });
      write(path, { schemaVersion: 1, files: Object.fromEntries(files) });
    },
  };
}

function read(path: string): Map<string, Entry> {
  try {
    const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return new Map(isRecordDocument(document) ? Object.entries(document.files) : []);
  } catch {
    return new Map();
  }
}

function isRecordDocument(value: unknown): value is RecordDocument {
  if (value === null || typeof value !== 'object') return false;
  const { schemaVersion, files } = value as Partial<RecordDocument>;
  return (
    schemaVersion === 1 && files !== null && typeof files === 'object' && Object.values(files).every(isEntry)
  );
}

function isEntry(value: unknown): value is Entry {
  if (value === null || typeof value !== 'object') return false;
  const { bytes, mtimeNs, inode, digest } = value as Partial<Entry>;
  return (
    typeof bytes === 'number' &&
    typeof mtimeNs === 'string' &&
    typeof inode === 'string' &&
    typeof digest === 'string'
  );
}

function write(path: string, document: RecordDocument): void {
  // One name for all: what a killed process leaves is written over by the next. Two that write at once may spoil a
  // record, and a spoilt one counts as none.
  const temporary = `${path}.new`;
  try {
    makeFolder(dirname(path));
    writeFileSync(temporary, `${JSON.stringify(document, undefined, 1)}\n`, { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    removeQuietly(temporary);
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be written there is nothing to remove either.
  }
}
