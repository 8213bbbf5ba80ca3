import { PICTURE_PROMPTS } from './picture-prompts.ts';
import { SPEECH_PROMPTS } from './speech-prompts.ts';

/** The generic prompts for what a space holds, of the languages that its model knows (`"*"`: of all), each once. */
export function genericPrompts(holds: 'frames' | 'passages', languages: readonly string[]): string[] {
  const lists = holds === 'frames' ? PICTURE_PROMPTS : SPEECH_PROMPTS;
  const known = Object.keys(lists).filter((code) => languages.includes('*') || languages.includes(code));
  // A model of other languages alone still has to be held against something.
  const codes = known.length > 0 ? known : ['en'];
  const prompts = codes.flatMap((code) => lists[code]!.split(/[|\n]/).map((prompt) => prompt.trim()));
  return [...new Set(prompts.filter((prompt) => prompt !== ''))];
}
