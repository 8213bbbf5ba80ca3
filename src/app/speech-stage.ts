import type { Model, TextModel } from '../domain/manifest/schema.ts';
import type { StageKey } from '../domain/ports/library.ts';
import { isSameSpace, passageSpaceOf, type Space } from '../domain/space.ts';
import { SPEECH_RULE } from '../domain/speech/speech-rule.ts';
import type { SpeechOptions } from './stages/run-speech.ts';

/** What a run of the stage "speech" listens with; undefined where it only reads. */
export interface SpeechModels {
  readonly speech: Model;
  readonly voice: Model;
}

/** No space of a library has this number. */
const NO_SPACE = { id: 0 };

/** Speech found by other rules is another run's. */
const RULES = Object.values(SPEECH_RULE).join(',');

/**
 * What the ledger calls a run of the stage "speech".
 *
 * @param space of its passages' vectors; undefined where there are none
 */
export function speechStage(
  { subtitles, audioTrack, language }: SpeechOptions,
  models: SpeechModels | undefined,
  space: { readonly id: number } | undefined,
): StageKey {
  const parts = {
    space: space?.id ?? 'none',
    subtitles,
    model: models === undefined ? 'none' : nameOf(models.speech),
    ...(models === undefined
      ? {}
      : { voice: nameOf(models.voice), track: audioTrack, language: language ?? 'auto', rules: RULES }),
  };
  return {
    stage: 'speech',
    parameters: Object.entries(parts)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  };
}

/** Whether a run with these parameters looks at subtitles. */
export function readsSidecars(parameters: string): boolean {
  return !parameters.split(' ').includes('subtitles=ignore');
}

/** Whether a run with these parameters listened to what has sound, and did not only read. */
export function hasListened(parameters: string): boolean {
  return !parameters.split(' ').includes('model=none');
}

/** The space of a model's passages in a library; one that is not there yet has nothing in it. */
export function plannedPassageSpace(model: TextModel, spaces: readonly Space[]): { readonly id: number } {
  const identity = passageSpaceOf(model);
  return spaces.find((space) => isSameSpace(space, identity)) ?? NO_SPACE;
}

function nameOf({ key, source }: Model): string {
  return `${key}@${source.revision.slice(0, 12)}`;
}
