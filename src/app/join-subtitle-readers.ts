import type { SubtitleReader, SubtitleText } from '../domain/ports/speech.ts';

/** One reader of several, each asked in turn. */
export function joinSubtitleReaders(readers: readonly SubtitleReader[]): SubtitleReader {
  return {
    async read(absolutePath, video, signal, onNotice) {
      const texts: SubtitleText[] = [];
      for (const reader of readers) texts.push(...(await reader.read(absolutePath, video, signal, onNotice)));
      return texts;
    },
  };
}
