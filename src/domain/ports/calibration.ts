import type { CalibrationStatistics } from '../calibration/statistics.ts';
import type { Space } from '../space.ts';
import type { UnitVector } from '../vector.ts';

/** What a space is calibrated with. */
export interface StoredCalibration {
  /** What fixes the vectors of queries (`textTowerOf`). */
  readonly tower: string;
  /** Names the list of prompts (`digestOfPrompts`). */
  readonly prompts: string;
  /** Of the prompts, in their order. */
  readonly vectors: readonly UnitVector[];
  readonly statistics: CalibrationStatistics;
}

/** What a library knows of the scores of its spaces. */
export interface CalibrationReader {
  /**
   * @returns undefined where the space has not been calibrated
   * @throws HeimdexError `library-damaged`
   */
  statisticsOf(space: Space): CalibrationStatistics | undefined;
}

/** Where calibrations are kept. */
export interface CalibrationStore extends CalibrationReader {
  /** Spaces of frames, passages and tracks, with as many vectors as they hold now. */
  spaces(): readonly Space[];
  /** @throws HeimdexError `library-damaged` */
  calibrationOf(space: Space): StoredCalibration | undefined;
  /** Vectors of a space, spread evenly over the order in which they came: all where there are no more than asked for. */
  sample(space: Space, most: number): UnitVector[];
  /** In one transaction, in place of what was there. */
  put(space: Space, calibration: StoredCalibration): void;
}
