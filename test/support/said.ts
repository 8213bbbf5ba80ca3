import type Database from 'better-sqlite3';
import { createSegmentStore } from '../../src/adapters/sqlite/create-segment-store.ts';
import type { Space } from '../../src/domain/space.ts';
import type { EmbeddedPassage } from '../../src/domain/speech/embedded-passage.ts';
import type { Segment } from '../../src/domain/speech/segment.ts';

/** What the ledger calls the runs of these tests. */
export const SPEECH = { stage: 'speech', parameters: 'p' } as const;

/** A segment from a second on, three seconds long where nothing else is said. */
export function segment(start: number, text: string, rest: Partial<Segment> = {}): Segment {
  return {
    start: start * 1_000_000,
    end: (start + 3) * 1_000_000,
    text,
    language: 'en',
    confidence: 0.9,
    words: [],
    source: 'speech',
    ...rest,
  };
}

/** A sentence whose words follow each other every half second. */
export function spoken(start: number, text: string, rest: Partial<Segment> = {}): Segment {
  const words = text.split(' ').map((word, index) => ({
    text: word,
    start: start * 1_000_000 + index * 500_000,
    end: start * 1_000_000 + (index + 1) * 500_000,
    confidence: 0.8,
  }));
  return segment(start, text, { words, ...rest });
}

/** Sentences in four languages, ten seconds apart. */
export const SENTENCES: readonly Segment[] = [
  spoken(0, 'The rocket lifts off and leaves the launch pad.'),
  spoken(10, 'Now we talk about cooking pasta with tomatoes.'),
  spoken(20, 'The moon landing was seen by millions of people.'),
  spoken(30, 'She said: “don’t go to the café, it’s naïve!”'),
  segment(40, '오늘은 학교에서 바다 이야기를 했습니다.', { language: 'ko' }),
  segment(50, '고등학교 친구들과 부산에 갔어요.', { language: 'ko' }),
  segment(60, '東京タワーはとても高いです。', { language: 'ja', source: 'track', confidence: undefined }),
  segment(70, 'がんばってください、かんぱい！', { language: 'ja', source: 'track', confidence: undefined }),
  segment(80, '我想去北京看長城。', { language: 'zh', source: 'sidecar', confidence: undefined }),
  segment(90, 'Die Straße war naß, und ΟΔΟΣ heißt Weg.', { language: 'de' }),
];

/** Stores what is said in a video. */
export function say(
  database: Database.Database,
  video: number,
  segments: readonly Segment[],
  { space, passages = [] }: { space?: Space; passages?: readonly EmbeddedPassage[] } = {},
): void {
  const writer = createSegmentStore(database).writer(video, space, SPEECH);
  writer.addText(segments);
  writer.addPassages(passages);
  writer.commit({ state: 'done' });
}
