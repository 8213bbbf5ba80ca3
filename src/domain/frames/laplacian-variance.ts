/**
 * How much fine detail there is: the variance of the Laplacian (four neighbours) over all pixels that have them, in squared
 * levels of the luma; 0 where there are none. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.
 */
export function laplacianVariance(luma: Uint8Array, width: number, height: number): number {
  let sum = 0;
  let squares = 0;
  for (let row = 1; row < height - 1; row++) {
    const end = row * width + width - 1;
    for (let i = row * width + 1; i < end; i++) {
      const value = luma[i - width]! + luma[i - 1]! - 4 * luma[i]! + luma[i + 1]! + luma[i + width]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = (width - 2) * (height - 2);
  if (width < 3 || height < 3) return 0;
  const mean = sum / count;
  return squares / count - mean * mean;
}
