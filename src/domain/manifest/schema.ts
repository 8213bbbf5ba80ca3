import type { z } from 'zod';
import { hex, key, name, path, repo, revision } from './names.ts';
import {
  faceDetection,
  faceRecognition,
  imageText,
  reranker,
  speech,
  textVectors,
  voiceActivity,
} from './role-configs.ts';
import { ROLES } from './roles.ts';
import { integer, list, object, oneOf, optional, record, variant } from './shape.ts';

const MAX_FILES = 64;
const MAX_MODELS = 1000;
const MAX_PROFILES = 100;

interface FileBySha256 {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}
interface FileByGitSha1 {
  readonly path: string;
  readonly bytes: number;
  readonly gitSha1: string;
}

/** A single file may be this large: several times the largest published weight file of the models in use. */
const bytes = integer(0, 16 * 1024 ** 3);

/** A file's content is fixed by its sha256, or, where none is published, by its git blob id. */
const file = object({
  path,
  bytes,
  sha256: optional(hex(64)),
  gitSha1: optional(hex(40)),
})
  .superRefine(({ sha256, gitSha1 }, context) => {
    if ((sha256 === undefined) !== (gitSha1 === undefined)) return;
    const message =
      sha256 === undefined ? 'the key sha256 is missing' : 'expected sha256 or gitSha1, not both';
    context.addIssue({ code: 'custom', message });
  })
  .transform((value) => value as FileBySha256 | FileByGitSha1);

const source = variant(
  'kind',
  ['hub', 'bundled', 'local'],
  [
    object({
      kind: oneOf('hub'),
      repo,
      revision: hex(40),
    }),
    /** Files that the package brings with it, in a folder of the package. */
    object({ kind: oneOf('bundled'), folder: path, revision: hex(40) }),
    /** Files that `heimdex models add` took from a folder; the revision names their content. */
    object({ kind: oneOf('local'), revision: hex(40) }),
  ],
);

function models<S extends z.ZodType, F extends z.ZodType>(from: S, item: F) {
  const common = {
    source: from,
    licence: name,
    /** Number format of the weights, in words a person reads. */
    dtype: name,
    files: list(item, 1, MAX_FILES),
  };
  return variant('role', ROLES, [
    object({ role: oneOf('speech'), ...common, config: speech }),
    object({ role: oneOf('text'), ...common, config: textVectors }),
    object({ role: oneOf('image-text'), ...common, config: imageText }),
    object({ role: oneOf('face-detection'), ...common, config: faceDetection }),
    object({ role: oneOf('face-recognition'), ...common, config: faceRecognition }),
    object({ role: oneOf('voice-activity'), ...common, config: voiceActivity }),
    object({ role: oneOf('reranker'), ...common, config: reranker }),
  ]);
}

const model = models(source, file);

/** An entry whose files or commit `heimdex models lock` has still to pin. */
const unpinnedModel = models(
  object({ kind: oneOf('hub'), repo, revision }),
  object({ path, bytes: optional(bytes), sha256: optional(hex(64)), gitSha1: optional(hex(40)) }),
);
export const unpinnedSchema = record(key, unpinnedModel, MAX_MODELS);

const profile = object({
  speech: optional(key),
  text: optional(key),
  'image-text': optional(key),
  'face-detection': optional(key),
  'face-recognition': optional(key),
  'voice-activity': optional(key),
  reranker: optional(key),
});

export const manifestSchema = object({
  schemaVersion: oneOf(1),
  models: record(key, model, MAX_MODELS),
  profiles: record(key, profile, MAX_PROFILES),
});

export type UnpinnedModel = z.infer<typeof unpinnedModel>;
/** `unpinned`: entries of the user's that nothing but `models lock` may work with. */
export type Manifest = z.infer<typeof manifestSchema> & {
  readonly unpinned?: Readonly<Record<string, UnpinnedModel>>;
};
export type ModelFile = z.infer<typeof file>;
/** A model as the manifest describes it, with its key. */
export type Model = z.infer<typeof model> & { readonly key: string };
export type ImageTextModel = Extract<Model, { role: 'image-text' }>;
export type TextModel = Extract<Model, { role: 'text' }>;
/** A model that finds faces. */
export type FaceFinderModel = Extract<Model, { role: 'face-detection' }>;
/** A model that tells faces apart. */
export type FaceModel = Extract<Model, { role: 'face-recognition' }>;
/** A model that judges how well passages answer a question. */
export type RerankerModel = Extract<Model, { role: 'reranker' }>;
export type ImageTextConfig = z.infer<typeof imageText>;
export type TextConfig = z.infer<typeof textVectors>;
export type SpeechConfig = z.infer<typeof speech>;
export type RerankerConfig = z.infer<typeof reranker>;
