/** Seconds, three periods in samples and a beat: what a drawn sound is made from. */
export type DrawnClip = readonly [number, number, number, number, number];

/**
 * Waves that change from beat to beat, 16 kHz. Whole numbers alone are reckoned with before the last step, so that
 * tools/golden/tiny_whisper.py gives the same.
 */
export function drawnSpeech([seconds, first, second, third, beat]: DrawnClip): Float32Array {
  return Float32Array.from({ length: Math.floor(seconds * 16_000) }, (_, t) => {
    const chirp = ((t * (Math.floor(t / 4000) + 1)) % second) / second;
    const wave = (t % first) / first + chirp + (t % third) / third - 1.5;
    return wave * ((Math.floor(t / beat) % 4) / 6);
  });
}
