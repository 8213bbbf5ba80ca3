import { mendingCommand } from '../domain/manifest/mending-command.ts';
import type { Manifest, TextModel } from '../domain/manifest/schema.ts';
import { isSameSpace, passageSpaceOf, type Space } from '../domain/space.ts';
import { knowsLanguage } from '../domain/speech/knows-language.ts';
import type { IsInstalled } from './choose-sight-model.ts';

/** The model to ask a library's passages with, or a sentence that says why there is none. */
export type TextModelChoice =
  | { readonly model: TextModel; readonly space: Space }
  | { readonly missing: string }
  | undefined;

/**
 * The text model to search a library's passages with: of those that are installed and know the query's language the one
 * with most vectors.
 *
 * @param spaces of passages
 * @returns undefined where the library has no vectors of passages
 */
export async function chooseTextModelToSearch(
  manifest: Manifest,
  spaces: readonly Space[],
  query: string,
  isInstalled: IsInstalled,
): Promise<TextModelChoice> {
  const models = textModels(manifest);
  let missing: string | undefined;
  for (const space of [...spaces].sort((a, b) => b.vectors - a.vectors || b.id - a.id)) {
    if (space.vectors === 0) continue;
    const fitting = models.filter((model) => isSameSpace(passageSpaceOf(model), space));
    const model = fitting.find(({ key }) => key === space.model) ?? fitting[0];
    if (model === undefined) missing ??= `no manifest names ${space.model} at ${space.revision.slice(0, 7)}`;
    else if (!knowsLanguage(model.config.languages, { text: query, language: undefined }))
      missing ??= `${model.key} knows ${model.config.languages.join(', ')} alone`;
    else if (await isInstalled(model)) return { model, space };
    else missing = `${model.key} is not installed (${mendingCommand(model)})`;
  }
  return missing === undefined ? undefined : { missing };
}

function textModels(manifest: Manifest): TextModel[] {
  return Object.entries(manifest.models).flatMap(([key, model]) =>
    model.role === 'text' ? [{ key, ...model }] : [],
  );
}
