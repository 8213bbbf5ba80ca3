import { join } from 'node:path';
import type { Model } from '../../domain/manifest/schema.ts';

/** The two folders under which models lie. */
export interface ModelPlaces {
  readonly home: string;
  readonly packageFolder: string;
}

// Keys, revisions and paths have passed the manifest's rules: no part of them can lead out of these folders.

/** The folder of a model's files, whether it is there or not. */
export function modelFolder(places: ModelPlaces, model: Model): string {
  return model.source.kind === 'bundled'
    ? join(places.packageFolder, model.source.folder)
    : join(keyFolder(places, model), model.source.revision);
}

/** The folder in the home folder for all that belongs to a model: its revisions, quick records and pull lock. */
export function keyFolder(places: Pick<ModelPlaces, 'home'>, model: Pick<Model, 'key'>): string {
  return join(places.home, 'models', model.key);
}

/** What the last full check of a model's files found. Bundled models may lie where nothing can be written. */
export function quickRecordPath(places: ModelPlaces, model: Model): string {
  return join(keyFolder(places, model), `${model.source.revision}.verified.json`);
}

/** What the model gave for its fixed input when its files were brought. */
export function selfTestRecordPath(places: ModelPlaces, model: Model): string {
  return join(keyFolder(places, model), `${model.source.revision}.self-test.json`);
}

/** The compiled form of the model's tokenizer: it can be made again from the tokenizer's own file. */
export function compiledTokenizerPath(places: ModelPlaces, model: Model): string {
  return join(keyFolder(places, model), `${model.source.revision}.tokenizer.bin`);
}

/** A file that is not yet whole lies beside its final place. */
export function partPath(path: string): string {
  return `${path}.part`;
}
