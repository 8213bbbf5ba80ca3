import type { ChosenFiles } from '../../../domain/manifest/infer/choose-files.ts';
import type { Clues, GraphPart } from '../../../domain/manifest/infer/clues.ts';
import { completeConfig } from '../../../domain/manifest/infer/complete-config.ts';
import { inferConfig } from '../../../domain/manifest/infer/infer-config.ts';
import { withKnownConstants } from '../../../domain/manifest/infer/known-config.ts';
import { modelKeyOf } from '../../../domain/manifest/infer/model-key.ts';
import { dtypeOf } from '../../../domain/manifest/infer/number-format.ts';
import { parseEntry } from '../../../domain/manifest/parse-entry.ts';
import type { Manifest, Model, ModelFile } from '../../../domain/manifest/schema.ts';
import type { AddRequest, OnAddEvent } from './add-tools.ts';

export interface Composition {
  readonly chosen: ChosenFiles;
  readonly clues: Clues;
  /** What the key is made from where the user names none. */
  readonly defaultName: string;
  readonly defaultLicence: string;
  readonly source: Model['source'];
  readonly files: readonly ModelFile[];
}

/** Their files say nothing of languages, and are taken to know many. */
const GUESSED_LANGUAGES: ReadonlySet<string> = new Set(['text', 'image-text', 'reranker']);

/**
 * Makes the manifest's entry for a model whose files are known.
 *
 * @throws HeimdexError `usage` where the graphs are none for the role, or a constant is told by nobody
 */
export function composeModel(
  request: AddRequest,
  { chosen, clues, defaultName, defaultLicence, source, files }: Composition,
  builtIn: Manifest,
  emit: OnAddEvent,
): Model {
  const dtype = dtypeOf(clues.graphs, chosen.dtypes);
  const draft = inferConfig(request.role, clues);
  const { config, knownAs } = withKnownConstants(request.role, draft, digestsOf(chosen, files), builtIn);
  const model = parseEntry(request.name ?? modelKeyOf(defaultName, dtype), {
    role: request.role,
    source,
    licence: request.licence ?? licenceOf(knownAs, builtIn) ?? defaultLicence,
    dtype,
    files,
    config: completeConfig(request.role, config, request.stated),
  });
  const guessed =
    knownAs === undefined && GUESSED_LANGUAGES.has(request.role) && !request.stated.has('languages');
  emit({ type: 'composed', model, graphs: [...chosen.graphs.values()], knownAs, guessed });
  return model;
}

function licenceOf(knownAs: string | undefined, builtIn: Manifest): string | undefined {
  return knownAs === undefined ? undefined : builtIn.models[knownAs]!.licence;
}

function digestsOf({ graphs }: ChosenFiles, files: readonly ModelFile[]): ReadonlyMap<GraphPart, string> {
  return new Map(
    [...graphs].map(([part, path]) => {
      const file = files.find((each) => each.path === path);
      return [part, file !== undefined && 'sha256' in file ? file.sha256 : ''];
    }),
  );
}
