import type { Size } from '../fit-inside.ts';

/** One run of the detector: a part of a picture that was shrunk, at the upper left corner of the input. */
export interface Pass {
  /** The part, pixels of the shrunk picture; it lies within it. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A picture at one size, and the passes that see all of it. */
export interface Level {
  /** The whole picture at this size, pixels; never larger than the picture itself. */
  readonly size: Size;
  /** Larger faces are left to coarser levels, where they are found better, pixels. */
  readonly largest: number;
  readonly passes: readonly Pass[];
}

/** Sizes and counts by which pictures are cut up; docs/decisions/034-faces.md has the figures behind them. */
export interface PassRules {
  /** The area of a picture at the finest level, at most, square pixels: there faces of 20 pixels are found. */
  readonly area: number;
  /** Width and height of the coarsest level, at most, pixels: there faces that fill the picture are found. */
  readonly coarse: number;
  /** Width and height of a part, at most, pixels. */
  readonly tile: number;
  /** What neighbouring parts have in common, at least, pixels: a face of this size lies wholly in one of them. */
  readonly overlap: number;
  /** From one level to the next a picture becomes so many times smaller, at most. */
  readonly step: number;
  /** The longer side of a face's box on all levels but the coarsest, at most, pixels. */
  readonly largest: number;
}

/** Shrinking a picture that is hardly too large takes longer than what it saves. */
const WORTH_SHRINKING = 1.25;

const COMMON = { area: 1920 * 1080, coarse: 640, overlap: 128, step: 4, largest: 256 } as const;

/** For a graph that takes pictures of `size` × `size` alone. */
export function fixedRules(size: number): PassRules {
  return { ...COMMON, coarse: size, tile: size, overlap: Math.min(COMMON.overlap, Math.floor(size / 2)) };
}

/** For a graph that takes any size: each level goes through at once, its area is bounded. */
export const FREE_RULES: PassRules = { ...COMMON, tile: Number.POSITIVE_INFINITY };

/**
 * How a picture is shown to a detector: whole, as small as its input, and, where it is larger, in overlapping parts at
 * full scale as well; with sizes between for long, narrow pictures, so that no face is too large for one level and too
 * small for the next.
 *
 * @returns the coarsest level first
 */
export function planPasses(picture: Size, rules: PassRules): Level[] {
  const tooLarge = (picture.width * picture.height) / rules.area;
  const finest = tooLarge > WORTH_SHRINKING ? 1 / Math.sqrt(tooLarge) : 1;
  const coarsest = Math.min(finest, rules.coarse / Math.max(picture.width, picture.height));
  const steps = Math.ceil(Math.log(finest / coarsest) / Math.log(rules.step) - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => {
    const share = steps === 0 ? 0 : index / steps;
    const largest = index === 0 ? Number.POSITIVE_INFINITY : rules.largest;
    return { largest, ...partsOf(picture, coarsest * (finest / coarsest) ** share, rules) };
  });
}

function partsOf(picture: Size, scale: number, rules: PassRules): Pick<Level, 'size' | 'passes'> {
  const scaled = (length: number) => Math.max(1, Math.round(length * scale));
  const size = { width: scaled(picture.width), height: scaled(picture.height) };
  const rows = spansOf(size.height, rules);
  const columns = spansOf(size.width, rules);
  return {
    size,
    passes: rows.flatMap(([top, height]) => columns.map(([left, width]) => ({ left, top, width, height }))),
  };
}

/** Where the parts of a line begin, and how long each is: spread evenly, the first at its start, the last at its end. */
function spansOf(length: number, { tile, overlap }: PassRules): [from: number, length: number][] {
  if (length <= tile) return [[0, length]];
  const count = Math.ceil((length - overlap) / (tile - overlap));
  return Array.from({ length: count }, (_, index) => [
    Math.round((index * (length - tile)) / (count - 1)),
    tile,
  ]);
}
