import type { Manifest } from './schema.ts';

/** The built-in manifest with the user's models and profiles after its own; their keys are known to differ. */
export function mergeManifests(builtIn: Manifest, user: Manifest): Manifest {
  return {
    schemaVersion: builtIn.schemaVersion,
    models: { ...builtIn.models, ...user.models },
    profiles: { ...builtIn.profiles, ...user.profiles },
    ...(user.unpinned === undefined ? {} : { unpinned: user.unpinned }),
  };
}
