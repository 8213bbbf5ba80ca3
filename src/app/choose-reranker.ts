import { HeimdexError } from '../domain/errors.ts';
import { mendingCommand } from '../domain/manifest/mending-command.ts';
import type { Manifest, RerankerModel } from '../domain/manifest/schema.ts';
import { requireModelFor } from '../domain/manifest/select-models.ts';
import { knowsLanguage } from '../domain/speech/knows-language.ts';
import { type IsInstalled, PROFILES_BEST_FIRST } from './choose-sight-model.ts';

/**
 * The model to judge passages with: the named one, else the best installed one that knows the question's language. The
 * best profile's is the best, then the first that the manifest names.
 *
 * @param named key of the model that the user asks for
 * @throws HeimdexError `usage` where the named one is no reranker or does not know the language; `model-missing`
 */
export async function chooseReranker(
  manifest: Manifest,
  asked: { readonly question: string; readonly named?: string | undefined },
  isInstalled: IsInstalled,
): Promise<RerankerModel> {
  const all = rerankersBestFirst(manifest);
  const knowing = all.filter(({ config }) =>
    knowsLanguage(config.languages, { text: asked.question, language: undefined }),
  );
  const advice = knowing[0] === undefined ? 'leave --rerank out' : mendingCommand(knowing[0]);
  if (asked.named !== undefined) {
    const key = requireModelFor(manifest, 'reranker', asked.named);
    const model = all.find((one) => one.key === key)!;
    if (!knowing.includes(model)) {
      const known = model.config.languages.join(', ');
      throw new HeimdexError('usage', `${key} knows ${known} alone, which the query is not written in`, {
        hint: advice,
      });
    }
    if (await isInstalled(model)) return model;
    throw new HeimdexError('model-missing', `the reranker ${key} is not installed`, {
      hint: mendingCommand(model),
    });
  }
  for (const model of knowing) if (await isInstalled(model)) return model;
  const there = await installedOf(all, isInstalled);
  const message =
    there.length === 0
      ? 'no reranker is installed'
      : `no reranker that knows the query's language is installed (${there.join(', ')} does not)`;
  throw new HeimdexError('model-missing', message, { hint: advice });
}

function rerankersBestFirst(manifest: Manifest): RerankerModel[] {
  const ofProfiles = PROFILES_BEST_FIRST.flatMap((name) => manifest.profiles[name]?.reranker ?? []);
  return [...new Set([...ofProfiles, ...Object.keys(manifest.models)])].flatMap((key) => {
    const model = manifest.models[key];
    return model?.role === 'reranker' ? [{ key, ...model }] : [];
  });
}

async function installedOf(models: readonly RerankerModel[], isInstalled: IsInstalled): Promise<string[]> {
  const keys: string[] = [];
  for (const model of models) if (await isInstalled(model)) keys.push(model.key);
  return keys;
}
