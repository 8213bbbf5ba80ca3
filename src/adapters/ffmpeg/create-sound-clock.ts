import { SAMPLE_RATE } from '../../domain/speech/sampling.ts';
import type { SoundMark } from './read-sound-marks.ts';

/** Containers round times to milliseconds, and clocks of sound and file drift: less than this is no gap. In samples: 5 ms. */
const ROUNDING = SAMPLE_RATE / 200;

/** A longer gap, a day, is no time but damage. In samples. */
const LONGEST_GAP = 24 * 3600 * SAMPLE_RATE;

/** Where a frame of sound goes. */
export interface Placement {
  /** Samples that are missing before it. */
  readonly silence: number;
  /** Of its own samples, so many belong to a time that has sound already. */
  readonly skip: number;
}

/**
 * Says where each frame of sound goes, so that the number of a sample tells its time: gaps are filled, what overlaps is
 * left out. A jump that the next frame takes back is a slip of the file's, and not followed.
 *
 * @param onDamage called where times are no times
 */
export function createSoundClock(onDamage: (complaint: string) => void) {
  /** The number of the next sample. */
  let next: number | undefined;
  let told = false;
  const place = ({ time, count }: SoundMark, following: number | undefined): Placement => {
    next ??= time ?? 0;
    const off = (time ?? next) - next;
    if (Math.abs(off) <= ROUNDING) return { silence: 0, skip: 0 };
    const isSlip = following !== undefined && Math.abs(following - next - count) <= ROUNDING;
    if (isSlip) return { silence: 0, skip: 0 };
    if (off < 0) return { silence: 0, skip: Math.min(count, -off) };
    if (off <= LONGEST_GAP) return { silence: off, skip: 0 };
    if (!told) onDamage('corrupt times: a gap of more than a day in the sound');
    told = true;
    return { silence: 0, skip: count };
  };
  return {
    /** @param following the time of the frame behind this one, if it is known */
    place(mark: SoundMark, following: number | undefined): Placement {
      const placement = place(mark, following);
      next = next! + placement.silence + mark.count - placement.skip;
      return placement;
    },
  };
}
