/** Points of the transform: Whisper's window of 25 ms at 16 kHz. */
export const POINTS = 400;
/** 400 = 5·5·4·4: as few products as a length that is no power of two allows. */
const RADICES = [5, 5, 4, 4] as const;

const SIN_1 = Math.sin((2 * Math.PI) / 5);
const SIN_2 = Math.sin((4 * Math.PI) / 5);
const COS_1 = Math.cos((2 * Math.PI) / 5);
const COS_2 = Math.cos((4 * Math.PI) / 5);

interface Stage {
  readonly radix: 4 | 5;
  /** Length of the transforms that are left after this stage. */
  readonly rest: number;
  /** How many transforms lie side by side. */
  readonly stride: number;
  /** exp(−2πi·p·j / (radix·rest)) for p below `rest` and j below `radix`: real and imaginary parts in turn. */
  readonly turns: Float64Array;
}

/** Complex numbers as two lists. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export interface Fourier400 {
  /** To be filled before each `transform`. */
  readonly input: Complex;
  /** @returns the transform of `input`, which is lost; valid until the next call */
  transform(): Complex;
}

/** The discrete Fourier transform of 400 complex numbers by Stockham's stages, which leave the result in order. */
export function createFourier400(): Fourier400 {
  const stages = stagesOf();
  const input = empty();
  const other = empty();
  return {
    input,
    transform() {
      let [from, to] = [input, other];
      for (const stage of stages) {
        if (stage.radix === 5) byFive(stage, from, to);
        else byFour(stage, from, to);
        [from, to] = [to, from];
      }
      return from;
    },
  };
}

function empty(): Complex {
  return { re: new Float64Array(POINTS), im: new Float64Array(POINTS) };
}

function stagesOf(): Stage[] {
  let length = POINTS;
  return RADICES.map((radix) => {
    const rest = length / radix;
    const turns = new Float64Array(2 * rest * radix);
    for (let p = 0; p < rest; p++) {
      for (let j = 0; j < radix; j++) {
        const angle = (-2 * Math.PI * p * j) / length;
        turns[2 * (p * radix + j)] = Math.cos(angle);
        turns[2 * (p * radix + j) + 1] = Math.sin(angle);
      }
    }
    const stage: Stage = { radix, rest, stride: POINTS / length, turns };
    length = rest;
    return stage;
  });
}

function byFour({ rest, stride, turns }: Stage, from: Complex, to: Complex): void {
  const { re, im } = from;
  const step = stride * rest;
  for (let p = 0; p < rest; p++) {
    const t = 8 * p;
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const b = a + step;
      const c = b + step;
      const d = c + step;
      const sumRe = re[a]! + re[c]!;
      const sumIm = im[a]! + im[c]!;
      const differenceRe = re[a]! - re[c]!;
      const differenceIm = im[a]! - im[c]!;
      const oddRe = re[b]! + re[d]!;
      const oddIm = im[b]! + im[d]!;
      // The difference of the odd ones, turned by −90°.
      const turnedRe = im[b]! - im[d]!;
      const turnedIm = re[d]! - re[b]!;
      const out = q + 4 * stride * p;
      put(to, out, sumRe + oddRe, sumIm + oddIm, 1, 0);
      put(to, out + stride, differenceRe + turnedRe, differenceIm + turnedIm, turns[t + 2]!, turns[t + 3]!);
      put(to, out + 2 * stride, sumRe - oddRe, sumIm - oddIm, turns[t + 4]!, turns[t + 5]!);
      put(
        to,
        out + 3 * stride,
        differenceRe - turnedRe,
        differenceIm - turnedIm,
        turns[t + 6]!,
        turns[t + 7]!,
      );
    }
  }
}

function byFive({ rest, stride, turns }: Stage, from: Complex, to: Complex): void {
  const { re, im } = from;
  const step = stride * rest;
  for (let p = 0; p < rest; p++) {
    const t = 10 * p;
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const b = a + step;
      const c = b + step;
      const d = c + step;
      const e = d + step;
      const outerRe = re[b]! + re[e]!;
      const outerIm = im[b]! + im[e]!;
      const innerRe = re[c]! + re[d]!;
      const innerIm = im[c]! + im[d]!;
      const acrossRe = re[b]! - re[e]!;
      const acrossIm = im[b]! - im[e]!;
      const betweenRe = re[c]! - re[d]!;
      const betweenIm = im[c]! - im[d]!;
      const evenRe1 = re[a]! + COS_1 * outerRe + COS_2 * innerRe;
      const evenIm1 = im[a]! + COS_1 * outerIm + COS_2 * innerIm;
      const evenRe2 = re[a]! + COS_2 * outerRe + COS_1 * innerRe;
      const evenIm2 = im[a]! + COS_2 * outerIm + COS_1 * innerIm;
      const oddRe1 = SIN_1 * acrossIm + SIN_2 * betweenIm;
      const oddIm1 = SIN_1 * acrossRe + SIN_2 * betweenRe;
      const oddRe2 = SIN_2 * acrossIm - SIN_1 * betweenIm;
      const oddIm2 = SIN_2 * acrossRe - SIN_1 * betweenRe;
      const out = q + 5 * stride * p;
      put(to, out, re[a]! + outerRe + innerRe, im[a]! + outerIm + innerIm, 1, 0);
      put(to, out + stride, evenRe1 + oddRe1, evenIm1 - oddIm1, turns[t + 2]!, turns[t + 3]!);
      put(to, out + 2 * stride, evenRe2 + oddRe2, evenIm2 - oddIm2, turns[t + 4]!, turns[t + 5]!);
      put(to, out + 3 * stride, evenRe2 - oddRe2, evenIm2 + oddIm2, turns[t + 6]!, turns[t + 7]!);
      put(to, out + 4 * stride, evenRe1 - oddRe1, evenIm1 + oddIm1, turns[t + 8]!, turns[t + 9]!);
    }
  }
}

/** Writes a number multiplied by another. */
function put({ re, im }: Complex, at: number, x: number, y: number, c: number, s: number): void {
  re[at] = x * c - y * s;
  im[at] = x * s + y * c;
}
