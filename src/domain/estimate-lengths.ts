/**
 * Seconds of video in files of which only some have a known length: the others are taken to hold as many seconds a
 * byte as those do together. Undefined where none is known.
 */
export function estimateLengths(
  files: readonly { readonly bytes: number; readonly seconds: number | undefined }[],
  /** What is known of files that are not among them. */
  known: { readonly bytes: number; readonly seconds: number } = { bytes: 0, seconds: 0 },
): number | undefined {
  let [bytes, seconds, unknownBytes, sum] = [known.bytes, known.seconds, 0, 0];
  for (const file of files) {
    if (file.seconds === undefined) {
      unknownBytes += file.bytes;
      continue;
    }
    sum += file.seconds;
    seconds += file.seconds;
    bytes += file.bytes;
  }
  if (unknownBytes === 0) return sum;
  return bytes === 0 ? undefined : sum + (unknownBytes * seconds) / bytes;
}
