import { SAMPLE_RATE } from './sampling.ts';

/**
 * The choice is made anew so often, in samples: 100 ms, and from what is heard in them alone. Whoever begins to speak into
 * the other channel is heard at once.
 */
const BLOCK = SAMPLE_RATE / 10;

/**
 * The mean's power over the louder channel's: below the first, the louder channel is taken alone; above the second, the
 * mean again. Equal channels give 1, two that have nothing in common 1/2, one beside a dead one 1/4, opposite phase 0.
 */
const LOST = 0.35;
const REGAINED = 0.45;

/** One channel follows another only where that has so many times its power: 3 dB. */
const CLEARLY_LOUDER = 2;

/** From one choice to the next the weights slide, so that nothing clicks; in samples: 20 ms. */
const SLIDE = SAMPLE_RATE / 50;

/** What is too loud is turned down for its block, and up again by this much from block to block: 0.8 dB. */
const RELEASE = 1.1;

/** Nothing real is louder: the bound keeps sums finite. */
const MOST = 100;

type Choice = 'both' | 'left' | 'right';

const WEIGHTS: Readonly<Record<Choice, readonly [number, number]>> = {
  both: [0.5, 0.5],
  left: [1, 0],
  right: [0, 1],
};

interface Powers {
  readonly left: number;
  readonly right: number;
  readonly mean: number;
}

/**
 * Makes one channel of two: their mean, as long as that is about as loud as the louder of both; else the louder alone,
 * because the other is dead, or of opposite phase and would cancel it. Loudness is that of the difference between
 * neighbouring samples: hum and a constant offset count little, as in hearing. What is beyond −1…1 is turned down.
 *
 * @returns takes pieces that follow each other, channels interleaved (left, right, left, …), and gives each as one
 *   channel within −1…1; what is no number is silence
 */
export function createMonoMix(): (stereo: Float32Array) => Float32Array {
  const listen = createListener();
  let choice: Choice = 'both';
  let gain = 1;
  let weights: readonly [number, number] | undefined;

  const mixBlock = (stereo: Float32Array, mono: Float32Array): void => {
    choice = choose(choice, listen(stereo));
    const [left, right] = WEIGHTS[choice];
    let peak = 1;
    for (let i = 0; i < mono.length; i++) {
      peak = Math.max(peak, Math.abs(stereo[2 * i]! * left + stereo[2 * i + 1]! * right));
    }
    gain = Math.min(1, 1 / peak, gain * RELEASE);
    const [newLeft, newRight] = [left * gain, right * gain];
    const [oldLeft, oldRight] = weights ?? [newLeft, newRight];
    weights = [newLeft, newRight];
    for (let i = 0; i < mono.length; i++) {
      const slid = Math.min(1, i / SLIDE);
      const [wl, wr] = [oldLeft + (newLeft - oldLeft) * slid, oldRight + (newRight - oldRight) * slid];
      mono[i] = within(stereo[2 * i]! * wl + stereo[2 * i + 1]! * wr, 1);
    }
  };

  return (given) => {
    const stereo = given.map((value) => within(value, MOST));
    const mono = new Float32Array(Math.floor(stereo.length / 2));
    for (let from = 0; from < mono.length; from += BLOCK) {
      mixBlock(stereo.subarray(2 * from, 2 * (from + BLOCK)), mono.subarray(from, from + BLOCK));
    }
    return mono;
  };
}

/** Tells how loud the channels and their mean are, block for block. */
function createListener(): (stereo: Float32Array) => Powers {
  let [lastLeft, lastRight] = [0, 0];
  return (stereo) => {
    const power = { left: 0, right: 0, mean: 0 };
    for (let i = 0; i + 1 < stereo.length; i += 2) {
      const [left, right] = [stereo[i]! - lastLeft, stereo[i + 1]! - lastRight];
      [lastLeft, lastRight] = [stereo[i]!, stereo[i + 1]!];
      power.left += left * left;
      power.right += right * right;
      power.mean += ((left + right) / 2) ** 2;
    }
    return power;
  };
}

function choose(choice: Choice, { left, right, mean }: Powers): Choice {
  const louder = left >= right ? 'left' : 'right';
  const most = Math.max(left, right);
  if (choice === 'both') return mean < LOST * most ? louder : 'both';
  if (mean > REGAINED * most) return 'both';
  return most > CLEARLY_LOUDER * Math.min(left, right) ? louder : choice;
}

/** What is no number is 0. */
function within(value: number, most: number): number {
  if (value >= -most && value <= most) return value;
  return value > most ? most : value < -most ? -most : 0;
}
