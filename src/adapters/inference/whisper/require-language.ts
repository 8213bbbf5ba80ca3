import { HeimdexError } from '../../../domain/errors.ts';
import { readJsonDocument } from './json-document.ts';
import { readTokenForm } from './read-token-form.ts';
import { refusal } from './refusal.ts';
import { readWhisperForm } from './whisper-form.ts';

/**
 * Refuses a language that a model does not know.
 *
 * @param languages of the model, by their codes; empty where it knows English alone
 * @throws HeimdexError `usage`
 */
export function requireLanguage(
  language: string | undefined,
  languages: ReadonlyMap<string, unknown>,
  name: string,
): void {
  const isKnown = languages.size === 0 ? language === 'en' : languages.has(language ?? '');
  if (language === undefined || isKnown) return;
  throw new HeimdexError('usage', `the model ${name} does not know the language ${language}`, {
    hint:
      languages.size === 0
        ? 'it knows English alone: choose another model with --with speech=MODEL'
        : `give one of its codes: ${[...languages.keys()].sort().join(' ')}`,
  });
}

/**
 * The same before the model is opened, from its files.
 *
 * @throws HeimdexError `usage`, `model-damaged` where a file can't be read
 */
export function requireLanguageOfModel(
  { pathOf, name }: { readonly pathOf: (path: string) => string; readonly name: string },
  language: string,
): void {
  const read = (path: string) => readJsonDocument(pathOf(path), path, refusal(name));
  const { vocabulary } = readWhisperForm(read);
  requireLanguage(language, readTokenForm(read('generation_config.json'), vocabulary).languages, name);
}
