import type { HeimdexError } from '../../domain/errors.ts';
import type { Model, ModelFile } from '../../domain/manifest/schema.ts';
import type { HubModel, ModelSource } from '../../domain/ports/model-source.ts';
import { type PlanTools, planFile } from './plan-pull.ts';
import type { PlannedFile } from './pull-event.ts';
import { bytesToCome, offlineForbids, onNoServer, tooLittleSpace } from './pull-refusals.ts';

/** `missing`: it is not here, and no server has it. */
export type FileOutlook = 'here' | 'bundled' | 'adopt' | 'download' | 'missing';

export interface PreviewedFile extends PlannedFile {
  readonly how: FileOutlook;
  /** The address, or the absolute path in the cache of another program, that it would come from. */
  readonly from: string | undefined;
}

export interface PullPreview {
  /** All files of the models, in the manifest's order. */
  readonly files: readonly PreviewedFile[];
  /** Bytes that would come over the network. */
  readonly download: number;
  /** Bytes that would be taken from the cache of another program. */
  readonly adopt: number;
  /** Free bytes on the disk of the store. */
  readonly free: number;
  /** What the pull would end with before it brings anything, or instead of downloading. */
  readonly refusal: HeimdexError | undefined;
}

export interface PreviewTools extends PlanTools {
  readonly source: Pick<ModelSource, 'addressOf'>;
}

/**
 * What a pull would bring, and from where. It asks nobody and writes nothing, so files that are here are not read: what
 * is told of them is their size and what the last full check has found.
 *
 * @throws HeimdexError `disk`
 */
export async function previewPull(
  models: readonly Model[],
  tools: PreviewTools,
  options: { readonly offline: boolean },
): Promise<PullPreview> {
  const all = models.flatMap((model) => model.files.map((file) => previewFile(model, file, tools)));
  const files = await Promise.all(all);
  const only = (how: FileOutlook) => files.filter((file) => file.how === how);
  const free = await tools.intake.freeBytes();
  const [downloads, adoptions] = [only('download'), only('adopt')];
  const [missing] = only('missing');
  const comes = options.offline ? adoptions : [...adoptions, ...downloads];
  const forbidden = options.offline && downloads.length > 0 ? offlineForbids(downloads) : undefined;
  return {
    files,
    download: bytesToCome(downloads),
    adopt: bytesToCome(adoptions),
    free,
    refusal:
      missing === undefined
        ? (tooLittleSpace(bytesToCome(comes), free) ?? forbidden)
        : onNoServer(missing.model, missing.file),
  };
}

async function previewFile(model: Model, file: ModelFile, tools: PreviewTools): Promise<PreviewedFile> {
  const nothing = { model, file, kept: 0, cached: undefined, from: undefined };
  if (model.source.kind === 'bundled') return { ...nothing, how: 'bundled' };
  if ((await tools.store.glanceFile(model, file)).state === 'ok') return { ...nothing, how: 'here' };
  if (model.source.kind === 'local') return { ...nothing, how: 'missing' };
  const planned = await planFile(model, file, tools);
  if (planned.cached !== undefined) return { ...planned, how: 'adopt', from: planned.cached.path };
  return { ...planned, how: 'download', from: tools.source.addressOf(model as HubModel, file) };
}
