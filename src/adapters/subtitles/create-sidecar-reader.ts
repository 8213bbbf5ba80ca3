import { basename, dirname, join } from 'node:path';
import { throwIfInterrupted } from '../../domain/errors.ts';
import type { SubtitleReader, SubtitleText } from '../../domain/ports/speech.ts';

import { namedLanguage } from '../../domain/subtitles/named-language.ts';
import { parseSubtitles } from '../../domain/subtitles/parse-subtitles.ts';
import { toSegments } from '../../domain/subtitles/to-segments.ts';
import { createFolderLister } from './create-folder-lister.ts';
import { decodeText } from './decode-text.ts';
import { readSidecar } from './read-sidecar.ts';

/** Reads the subtitle files beside a video. Their zero is the video's first moment, as players take it. */
export function createSidecarReader({ mostBytes }: { mostBytes?: number } = {}): SubtitleReader {
  const list = createFolderLister();
  return {
    async read(absolutePath, video, signal, onNotice = () => {}) {
      throwIfInterrupted(signal);
      const folder = dirname(absolutePath);
      const sidecars = await list(folder, basename(absolutePath)).catch(() => []);
      const texts: SubtitleText[] = [];
      for (const { name, language: stated } of sidecars) {
        const read = await readSidecar(join(folder, name), signal, mostBytes);
        if ('refused' in read) {
          onNotice(`${name}: left out: ${read.refused}`);
          continue;
        }
        const parsed = parseSubtitles(decodeText(read.bytes, stated).text);
        if (parsed === undefined) {
          onNotice(`${name}: left out: no subtitles in it`);
          continue;
        }
        const language = stated ?? namedLanguage(parsed.language ?? '');
        const origin = { source: 'sidecar', language } as const;
        const { segments, faults } = toSegments(parsed.cues, video.start, video, origin);
        for (const fault of faults) onNotice(`${name}: ${fault}`);
        if (segments.length > 0) texts.push({ ...origin, name, segments });
      }
      return texts;
    },
  };
}
