/** Said of a video whose picture has no width or no height. */
export const NO_SIZE = 'its picture has no size';

/** The size of a picture as shown: square pixels (the width is scaled) and upright. Pixels. */
export function displaySize(coded: {
  width: number;
  height: number;
  pixelAspect: number;
  rotation: number;
}): { width: number; height: number } {
  const width = Math.round(coded.width * coded.pixelAspect);
  const quarterTurns = Math.round(Math.abs(coded.rotation) / 90) % 2;
  return quarterTurns === 1 ? { width: coded.height, height: width } : { width, height: coded.height };
}

/** A quotient such as "24/1" or "4:3"; undefined where it is none or has a zero in it, as ffmpeg writes "unknown". */
export function ratio(text: string, separator: '/' | ':'): number | undefined {
  const [numerator, denominator] = text.split(separator).map(Number);
  const value = numerator! / denominator!;
  return value > 0 && Number.isFinite(value) ? value : undefined;
}
