// Vectors as image–text models make them, and queries as their text towers do: pictures lie around a mean of their own
// (any two have a cosine of about 0.55), spread along a steep spectrum (the variance of the n-th axis is 1/n), around 3000
// topics and the shots of videos; texts lie around another mean and point only half towards what they mean. The axes have
// nothing to do with the places of the numbers. Plain sign codes fail here.
const TOPICS = 3000;
/** Of a picture's direction: what all pictures share; of the rest: topic, shot and the single frame. */
const SHARED = 0.55;
const [TOPIC, SHOT, FRAME] = [0.45, 0.35, 0.2].map(Math.sqrt);
const TEXTS_SHARE = 0.6;
const MEANING = 0.5;
const TOPICS_A_VIDEO = 12;
const MOST_FRAMES_A_SHOT = 16;

/** @param dimension a multiple of 256, or a power of two below it */
export function createVectors(dimension, seed = 0x9e3779b9) {
  const draw = numbers(seed);
  const normal = Float32Array.from({ length: 65_536 }, () => {
    const [u, v] = [(draw() + 1) / 2 ** 32, draw() / 2 ** 32];
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
  });
  const gauss = (deviations) => deviations.map((deviation) => deviation * normal[draw() & 65_535]);
  const spectrum = (power) =>
    unit(Float32Array.from({ length: dimension }, (_, n) => (n + 1) ** (-power / 2)));
  const [steep, flatter, flat] = [1, 0.5, 0].map(spectrum);
  const rotate = createRotation(dimension, draw);
  const [pictures, texts] = [unit(gauss(flat)), unit(gauss(flat))];
  const topics = Array.from({ length: TOPICS }, () => gauss(steep));
  const around = (mean, share, own) =>
    unit(rotate(own.map((value, at) => Math.sqrt(1 - share) * value + Math.sqrt(share) * mean[at])));
  let shot;
  return {
    /** The vectors of a video's frames, shot after shot. */
    video(count) {
      const own = Array.from({ length: TOPICS_A_VIDEO }, () => topics[draw() % TOPICS]);
      let left = 0;
      return Array.from({ length: count }, () => {
        if (left-- === 0) {
          const topic = own[draw() % TOPICS_A_VIDEO];
          const noise = gauss(steep);
          shot = topic.map((value, at) => TOPIC * value + SHOT * noise[at]);
          left = draw() % MOST_FRAMES_A_SHOT;
        }
        const noise = gauss(flatter);
        return around(pictures, SHARED, unit(shot.map((value, at) => value + FRAME * noise[at])));
      });
    },
    /** A text about the shot of the last frame that was made. */
    query() {
      const [about, noise] = [unit(shot), unit(gauss(flat))];
      const meant = unit(about.map((value, at) => MEANING * value + Math.sqrt(1 - MEANING ** 2) * noise[at]));
      return around(texts, TEXTS_SHARE, meant);
    },
  };
}

/** Three rounds of a permutation, signs and a Hadamard transform: orthogonal, and quick. */
function createRotation(dimension, draw) {
  const size = Math.min(256, dimension);
  const rounds = [0, 1, 2].map(() => {
    const order = Array.from({ length: dimension }, (_, at) => at);
    for (let at = dimension - 1; at > 0; at--) {
      const other = draw() % (at + 1);
      [order[at], order[other]] = [order[other], order[at]];
    }
    return { order, signs: order.map(() => (draw() & 1 ? 1 : -1) / Math.sqrt(size)) };
  });
  return (vector) => {
    let values = vector;
    for (const { order, signs } of rounds) {
      const next = new Float32Array(dimension);
      for (let at = 0; at < dimension; at++) next[at] = values[order[at]] * signs[at];
      for (let from = 0; from < dimension; from += size) hadamard(next.subarray(from, from + size));
      values = next;
    }
    return values;
  };
}

function hadamard(values) {
  for (let half = 1; half < values.length; half *= 2)
    for (let from = 0; from < values.length; from += 2 * half)
      for (let at = from; at < from + half; at++) {
        const [a, b] = [values[at], values[at + half]];
        values[at] = a + b;
        values[at + half] = a - b;
      }
}

function unit(vector) {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const scale = 1 / Math.sqrt(squares);
  return vector.map((value) => value * scale);
}

/** xorshift: whole numbers below 2³², the same in every run. */
function numbers(seed) {
  let state = seed | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
