import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createProber } from '../../src/adapters/ffmpeg/create-prober.ts';
import { createTrackReader } from '../../src/adapters/ffmpeg/create-track-reader.ts';
import { createSidecarReader } from '../../src/adapters/subtitles/create-sidecar-reader.ts';
import { joinSubtitleReaders } from '../../src/app/join-subtitle-readers.ts';
import { tools } from '../support/media.ts';

interface Shot {
  readonly start: number;
  readonly end: number;
  readonly said?: string;
}

const DEMO = fileURLToPath(new URL('../../demo/', import.meta.url));
const { videos } = JSON.parse(readFileSync(`${DEMO}demo.json`, 'utf8')) as {
  videos: { file: string; sidecar?: string; shots: Shot[] }[];
};
const reader = joinSubtitleReaders([createTrackReader(tools), createSidecarReader()]);
const never = new AbortController().signal;

test.each(videos)(
  'what is said in the demo’s $file is read, each sentence within its shot',
  async (video) => {
    const path = `${DEMO}videos/${video.file}`;
    const facts = (await createProber(tools).probe(path, never))!;
    const notices: string[] = [];
    const texts = await reader.read(path, facts, never, (notice) => notices.push(notice));
    expect(notices).toEqual([]);
    const said = video.shots.filter((shot) => shot.said !== undefined);
    expect(texts).toHaveLength(said.length > 0 ? 1 : 0);
    for (const { name, source, language, segments } of texts) {
      const expected =
        video.sidecar === undefined ? ['track 1', 'track', 'en'] : [video.sidecar, 'sidecar', undefined];
      expect([name, source, language]).toEqual(expected);
      expect(segments.map(({ text }) => text)).toEqual(said.map((shot) => shot.said!.replaceAll('\n', ' ')));
      segments.forEach(({ start, end }, at) => {
        expect(start).toBeGreaterThan(said[at]!.start * 1e6);
        expect(end).toBeLessThan(said[at]!.end * 1e6);
      });
    }
  },
);

test('two of the demo’s videos have a text track, and another a file beside it', () => {
  const spoken = videos.filter(({ shots }) => shots.some(({ said }) => said !== undefined));
  expect(spoken.map(({ sidecar }) => sidecar)).toEqual([undefined, 'weather.srt', undefined]);
});
