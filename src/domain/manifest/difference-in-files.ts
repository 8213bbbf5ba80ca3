import { digestOf } from './digest-of.ts';
import type { Model } from './schema.ts';

/**
 * The first thing in which two descriptions of a model lead to different files, in words; undefined where they lead to
 * the same. What is done with the files may differ.
 *
 * @param here the description that counts on this machine
 */
export function differenceInFiles(here: Model, there: Model): string | undefined {
  if (here.source.revision !== there.source.revision) {
    return `revision ${there.source.revision} where this heimdex has ${here.source.revision}`;
  }
  const theirs = new Map(there.files.map((file) => [file.path, file]));
  for (const file of here.files) {
    const other = theirs.get(file.path);
    if (other === undefined) return `no ${file.path}`;
    const [expected, actual] = [digestOf(file), digestOf(other)];
    if (file.bytes !== other.bytes)
      return `${file.path} with ${other.bytes} bytes where this heimdex has ${file.bytes}`;
    if (expected.algorithm !== actual.algorithm || expected.hex !== actual.hex) {
      return `${file.path} with ${actual.algorithm} ${actual.hex} where this heimdex has ${expected.hex}`;
    }
    theirs.delete(file.path);
  }
  const [more] = theirs.keys();
  return more === undefined ? undefined : `${more}, which is no file of it here`;
}
