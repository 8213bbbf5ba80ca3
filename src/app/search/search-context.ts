import type { CalibrationReader } from '../../domain/ports/calibration.ts';
import type { SearchStore, VideoTimes } from '../../domain/ports/library.ts';
import type { PeopleSearch } from '../../domain/ports/people-search.ts';
import type { TextSearch } from '../../domain/ports/segments.ts';
import type { Volumes } from '../../domain/ports/video-walker.ts';
import type { Channel } from '../../domain/search-result.ts';
import type { Space } from '../../domain/space.ts';
import type { NamedVideo } from '../find-video.ts';
import type { TextVectors } from './embed-terms.ts';
import type { OpenSight } from './open-sight.ts';

/** A model for passages that stays open between queries. */
export interface OpenMeaning {
  readonly space: Space;
  readonly vectors: TextVectors;
}

/** What answers are made of. */
export interface SearchContext {
  readonly library: string;
  readonly store: SearchStore;
  readonly text: TextSearch;
  readonly people: PeopleSearch;
  readonly calibrations: CalibrationReader;
  /**
   * All that some work reads is of one state of the library, and nobody waits for locks at each row. Nothing slow belongs into
   * it: a writer may have to wait for its end.
   */
  readonly inOneSnapshot: <T>(work: () => T) => T;
  readonly volumes: Volumes;
  /** A video as a user named it, as an absolute path, and how paths are shown. */
  readonly pathsOf: (named: string) => NamedVideo;
  /** Tells the user something about the search, once. */
  readonly note: (message: string) => void;
  /** When videos were recorded and how long they are; read when it is first asked for. */
  readonly times: () => ReadonlyMap<number, VideoTimes>;
  /** The model for pictures; opened when it is first asked for. */
  readonly sight: () => OpenSight;
  /**
   * The model for passages that knows the language of some words, or why none can be asked; undefined where the library has no
   * vectors of passages.
   */
  readonly meaning: (words: string) => Promise<OpenMeaning | { readonly missing: string } | undefined>;
  /** The channels that are asked, with what each counts; undefined: all that there are. */
  readonly channels: ReadonlyMap<Channel, number> | undefined;
  /**
   * Hits of which it is less sure that they are what was asked for are left out; undefined: those that are less likely than not,
   * where that is known.
   */
  readonly minConfidence: number | undefined;
}

/** What a channel counts where nothing else is said: ranks of one tell as much as those of another. */
export const CHANNEL_WEIGHT = 1;

/** More hits than a library holds. */
export const MANY = 1_000_000_000;
