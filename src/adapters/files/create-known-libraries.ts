import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';
import type { KnownLibraries, KnownLibrary, ModelRevision } from '../../domain/ports/known-libraries.ts';
import { makeFolder } from './make-folder.ts';
import { translateDiskError } from './translate-disk-error.ts';

/** The list of libraries, in `libraries.json` in the home folder. */
export function createKnownLibraries(home: string): KnownLibraries {
  const file = join(home, 'libraries.json');
  const change = (libraries: (all: KnownLibrary[]) => KnownLibrary[]): void => {
    try {
      // Read, changed and written without a pause. A list that can't be made out is left for its owner to see.
      write(file, libraries(read(file)));
    } catch (error) {
      if (!(error instanceof HeimdexError) && !(error instanceof Error && 'syscall' in error)) throw error;
    }
  };
  return {
    all: () => read(file),
    remember: (library) => change((all) => [...all.filter(({ path }) => path !== library.path), library]),
    forget: (paths) => change((all) => all.filter(({ path }) => !paths.includes(path))),
    presence,
  };
}

function presence(path: string): 'here' | 'gone' | 'away' {
  try {
    statSync(path);
    return 'here';
  } catch (error) {
    // Whatever else keeps it from being seen will be said when it is opened.
    if (!hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return 'here';
  }
  try {
    // A link that leads nowhere has its library on another disk.
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return 'away';
    return readdirSync(dirname(path)).length > 0 ? 'gone' : 'away';
  } catch {
    return 'away';
  }
}

function read(file: string): KnownLibrary[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw translateDiskError(error, 'read', file);
  }
  const document = parse(text);
  if (document === undefined) {
    throw new HeimdexError('config-invalid', `${file} is not a list of libraries`, {
      hint: 'mend it, or remove it and run heimdex index once for each library',
    });
  }
  return document;
}

function parse(text: string): KnownLibrary[] | undefined {
  try {
    const { schemaVersion, libraries } = JSON.parse(text);
    return schemaVersion === 1 && Array.isArray(libraries) && libraries.every(isLibrary)
      ? libraries
      : undefined;
  } catch {
    return undefined;
  }
}

function isLibrary(value: Partial<KnownLibrary> | null): boolean {
  return (
    typeof value?.path === 'string' &&
    isAbsolute(value.path) &&
    Array.isArray(value.models) &&
    value.models.every(
      (model: Partial<ModelRevision> | null) =>
        typeof model?.key === 'string' && typeof model.revision === 'string',
    )
  );
}

function write(file: string, libraries: readonly KnownLibrary[]): void {
  const temporary = `${file}.${process.pid}.new`;
  try {
    makeFolder(dirname(file));
    writeFileSync(temporary, `${JSON.stringify({ schemaVersion: 1, libraries }, undefined, 1)}\n`, {
      mode: 0o600,
      flush: true,
    });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
