/** Larger pictures than this many pixels are refused before memory is taken for them. */
export const MAX_PIXELS = 50_000_000;

/** What is said of a picture of too many pixels; undefined for one that may be decoded. */
export function sizeRefused(width: number, height: number): string | undefined {
  if (width * height <= MAX_PIXELS) return undefined;
  const megapixels = (pixels: number) => Math.round(pixels / 1e6);
  return `too large (${megapixels(width * height)} MP): pictures of at most ${megapixels(MAX_PIXELS)} MP are decoded`;
}

/** The same from ffmpeg's words about a picture that it refused. */
export function tooLarge(said: string): string | undefined {
  const size = said.match(/Picture size (\d+)x(\d+) /);
  return size === null ? undefined : sizeRefused(Number(size[1]), Number(size[2]));
}
