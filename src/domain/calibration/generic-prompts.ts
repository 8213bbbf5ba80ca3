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

/** Names a list of prompts by its content: 64-bit FNV-1a over its UTF-16 units, 16 hex digits. */
export function digestOfPrompts(prompts: readonly string[]): string {
  let hash = 0xcbf29ce484222325n;
  const text = prompts.join('\n');
  for (let i = 0; i < text.length; i++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
