import type { ExportTools } from '../../app/models/export-models.ts';
import type { ImportTools } from '../../app/models/import-models.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { ArchiveEntries, ArchiveSink } from '../../domain/ports/model-archive.ts';
import type { Context } from '../context.ts';
import type { Output } from '../host.ts';
import { OutputClosed, writeOut } from '../printer.ts';
import type { ModelTools } from './models.ts';

/**
 * Builds what `models export` needs.
 *
 * @param target absolute path of the archive; undefined: standard output
 * @param replace a file may be there already
 */
export async function exportTools(
  context: Context,
  { store }: ModelTools,
  { target, replace }: { target: string | undefined; replace: boolean },
): Promise<ExportTools> {
  const { createTarWriter } = await import('../../adapters/archive/create-tar-writer.ts');
  const { createArchiveFile } = await import('../../adapters/files/create-archive-file.ts');
  const { createModelOutlet } = await import('../../adapters/files/create-model-outlet.ts');
  const { createSelfTestRecords } = await import('../../adapters/files/create-self-test-records.ts');
  return {
    store,
    outlet: createModelOutlet(context.settings),
    selfTests: createSelfTestRecords(context.settings),
    begin: async (bytes) => {
      const sink =
        target === undefined
          ? standardOutput(context.host.stdout)
          : await createArchiveFile(target, { replace, bytes });
      return { sink, writer: createTarWriter(sink) };
    },
  };
}

/** An archive that breaks off because its reader has gone is not one: unlike a list of results, that is an error. */
function standardOutput(stream: Output): ArchiveSink {
  return {
    write: async (bytes) => {
      try {
        await writeOut(stream, bytes);
      } catch (error) {
        if (!(error instanceof OutputClosed)) throw error;
        throw new HeimdexError('disk', 'standard output was closed before the archive was whole', {
          hint: 'see why the program that reads it has ended',
        });
      }
    },
    finish: async () => {},
    discard: async () => {},
  };
}

/**
 * Opens an archive to import, builds what that needs, and closes it when the work is done.
 *
 * @param source absolute path of the archive; undefined: standard input
 * @param name what it is called in errors
 */
export async function withImportTools<T>(
  context: Context,
  { store }: ModelTools,
  { source, name }: { source: string | undefined; name: string },
  work: (entries: ArchiveEntries, tools: ImportTools) => Promise<T>,
): Promise<T> {
  const { settings, host, signal } = context;
  const { readTar } = await import('../../adapters/archive/read-tar.ts');
  const { createModelIntake } = await import('../../adapters/files/create-model-intake.ts');
  const { keyFolder } = await import('../../adapters/files/model-places.ts');
  const { createSelfTestRecords } = await import('../../adapters/files/create-self-test-records.ts');
  const { createUserModels } = await import('../../adapters/files/create-user-models.ts');
  const { openArchiveFile } = await import('../../adapters/files/open-archive-file.ts');
  const { readManifests } = await import('../../adapters/files/read-manifest.ts');
  const { readStream } = await import('../../adapters/files/read-stream.ts');
  const { createPullLocks } = await import('../../adapters/sqlite/create-pull-locks.ts');
  const { modelsOf } = await import('../../domain/manifest/models-of.ts');
  const { builtIn, user } = await readManifests(settings);
  const byKey = (manifest: typeof builtIn | undefined) =>
    new Map(manifest === undefined ? [] : modelsOf(manifest).map((model) => [model.key, model]));
  const stream = source === undefined ? host.stdin : await openArchiveFile(source);
  const entries = readTar(readStream(stream, name, signal), name);
  try {
    return await work(entries, {
      store,
      intake: createModelIntake(settings),
      locks: createPullLocks((model) => keyFolder(settings, model)),
      selfTests: createSelfTestRecords(settings),
      userModels: createUserModels(settings),
      known: { builtIn: byKey(builtIn), user: byKey(user) },
    });
  } finally {
    await entries.return(undefined).catch(() => {});
    stream.destroy();
  }
}
