import type { ModelRole } from '../../../domain/manifest/roles.ts';
import type { Manifest, Model, ModelFile } from '../../../domain/manifest/schema.ts';
import type { Digests } from '../../../domain/ports/digests.ts';
import type { GraphReader } from '../../../domain/ports/graph-reader.ts';
import type { ModelFolder } from '../../../domain/ports/model-folder.ts';
import type { ModelIntake } from '../../../domain/ports/model-intake.ts';
import type { ModelStore } from '../../../domain/ports/model-store.ts';
import type { PullLocks } from '../../../domain/ports/pull-locks.ts';
import type { UserManifest } from '../../../domain/ports/user-manifest.ts';

/** What the user says about a model that is to be added. */
export interface AddRequest {
  readonly role: ModelRole;
  /** Key in the manifest; else made from the name of the folder or repository and the number format. */
  readonly name?: string | undefined;
  readonly dtype?: string | undefined;
  /** The graph of a role with one graph, by its path. */
  readonly graph?: string | undefined;
  readonly licence?: string | undefined;
  /** Constants by their dotted names, such as `pooling`. */
  readonly stated: ReadonlyMap<string, unknown>;
  /** A model of the same name with other content may be replaced. */
  readonly replace: boolean;
}

export interface AddTools {
  /** The models that heimdex itself knows. */
  readonly builtIn: Manifest;
  readonly userManifest: UserManifest;
  readonly graphs: GraphReader;
  readonly digests: Digests;
  /** A folder by its absolute path. */
  readonly openFolder: (path: string) => ModelFolder;
  readonly store: ModelStore;
  readonly intake: ModelIntake;
  /** Keeps two processes from bringing in the same model at once. */
  readonly locks: PullLocks;
  /** Keeps two processes from writing the user's manifest at once, whatever the model. */
  readonly manifestLock: PullLocks;
}

/** What adding a model tells while it works. */
export type AddEvent =
  | {
      readonly type: 'composed';
      readonly model: Model;
      readonly graphs: readonly string[];
      /** A model of heimdex's own with the very same graphs, whose constants are taken. */
      readonly knownAs: string | undefined;
      /** Nothing says which languages the model knows: it is taken to know many. */
      readonly guessed: boolean;
    }
  /** All files are hashed, then those that are not yet in the store are copied. */
  | { readonly type: 'phase'; readonly phase: 'hashing' | 'copying'; readonly bytes: number }
  | { readonly type: 'bytes'; readonly phase: 'hashing' | 'copying'; readonly bytes: number }
  | { readonly type: 'waiting'; readonly model: Model; readonly processId: number | undefined };

export type OnAddEvent = (event: AddEvent) => void;

export interface AddSummary {
  readonly model: Model;
  /** `restored`: it was known with this content, but files of it were missing. */
  readonly outcome: 'added' | 'replaced' | 'restored' | 'unchanged';
  /** Files that this call has brought into the store. */
  readonly brought: readonly ModelFile[];
}
