import type { Manifest } from '../domain/manifest/schema.ts';
import type { ModelWishes } from './choose-optional-model.ts';
import { PROFILES_BEST_FIRST } from './choose-sight-model.ts';

/** The roles without whose models nothing is listened to. */
export const LISTENING_ROLES = ['speech', 'voice-activity'] as const;

/** Why nothing is listened to. */
export interface Unheard {
  readonly missing: readonly (typeof LISTENING_ROLES)[number][];
  /** The command that changes it. */
  readonly try: string;
}

/**
 * The command that brings what is missing to listen: the profile's models, where it has some; else those of the smallest
 * profile that has, by name.
 *
 * @param sight the key of the model for pictures, which tells the profile where none is named
 */
export function howToListen(
  manifest: Manifest,
  { profile }: Pick<ModelWishes, 'profile'>,
  sight: string,
): string {
  const listens = (name: string) =>
    LISTENING_ROLES.every((role) => manifest.profiles[name]?.[role] !== undefined);
  const own =
    profile ?? PROFILES_BEST_FIRST.find((name) => manifest.profiles[name]?.['image-text'] === sight);
  if (own !== undefined && listens(own)) return `heimdex models pull --profile ${own}`;
  const smallest = PROFILES_BEST_FIRST.findLast(listens);
  if (smallest === undefined) return 'heimdex models list';
  const models = LISTENING_ROLES.map((role) => [role, manifest.profiles[smallest]![role]!] as const);
  const pull = `heimdex models pull ${models.map(([, key]) => key).join(' ')}`;
  // A profile that was named is taken with nothing beside it.
  if (profile === undefined) return pull;
  return `${pull}, then index ${models.map(([role, key]) => `--with ${role}=${key}`).join(' ')}`;
}
