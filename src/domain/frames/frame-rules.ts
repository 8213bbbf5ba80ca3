import type { Microseconds } from '../time.ts';

/** What decides over which frames are chosen. Times in microseconds, luma from 0 to 1. */
export interface FrameRules {
  /** A frame of less contrast is flat: one even area and the noise of its coding. */
  readonly flat: number;
  /** A frame darker than this, or as near to white, is black or white unless its contrast is above `faint`. */
  readonly dark: number;
  readonly faint: number;
  /** Frames this near to a cut are not chosen, unless a quarter of the shot is less. */
  readonly cutMargin: Microseconds;
  /** The same at a fade or dissolve. */
  readonly softMargin: Microseconds;
  /** How near to a shot's ends a fade is looked for. */
  readonly fadeReach: Microseconds;
  /** In a fade are frames with less than this share of the shot's contrast … */
  readonly fadeContrast: number;
  /** … and less than this share of its brightness (towards white: of its darkness). */
  readonly fadeBrightness: number;
  /** Blurred is a frame with less than this share of the shot's detail. */
  readonly blurred: number;
  /** A frame that differs in at least this many bits from those chosen in its shot shows something else. */
  readonly changed: number;
  /** A frame that differs in at most this many bits from one chosen in the video is its near-duplicate. */
  readonly duplicate: number;
  /** A shot gets one frame for each such length, rounded down, and one if it is shorter. */
  readonly perFrame: Microseconds;
  /** The longest stretch of a shot that is held; each gets a frame. */
  readonly longest: Microseconds;
  /** How long a cut may take to be told: frames as new as this are not decided over when a stretch is cut off. */
  readonly delay: Microseconds;
  /** Candidates held at most, whatever their times say. */
  readonly mostHeld: number;
}

/** Figures and reasons: docs/decisions/025-choice-of-frames.md. */
export const FRAME_RULES: FrameRules = {
  flat: 0.02,
  dark: 0.06,
  faint: 0.05,
  cutMargin: 200_000,
  softMargin: 500_000,
  fadeReach: 3_000_000,
  fadeContrast: 0.6,
  fadeBrightness: 0.75,
  blurred: 0.3,
  changed: 10,
  duplicate: 6,
  perFrame: 4_000_000,
  longest: 30_000_000,
  delay: 2_500_000,
  mostHeld: 64,
};
