import { describe, expect, it, test } from 'vitest';
import { parseSubtitles } from '../../../src/domain/subtitles/parse-subtitles.ts';
import { LONGEST_CUE, toSegments } from '../../../src/domain/subtitles/to-segments.ts';

const MINUTE = { start: 0, duration: 60_000_000 };

/** Start and end in seconds, and the text. */
function segmentsOf(text: string, video = MINUTE, zero = 0) {
  const cues = parseSubtitles(text)?.cues ?? [];
  const { segments, faults } = toSegments(cues, zero, video, { source: 'sidecar', language: 'en' });
  return { faults, segments: segments.map(({ start, end, text }) => [start / 1e6, end / 1e6, text]) };
}

describe('the times of segments', () => {
  it('are in order, whatever the order of the cues, and may overlap', () => {
    const text = '00:05 --> 00:06\nc\n\n00:01 --> 00:04\na\n\n00:02 --> 00:03\nb';
    expect(segmentsOf(text)).toEqual({
      faults: [],
      segments: [
        [1, 4, 'a'],
        [2, 3, 'b'],
        [5, 6, 'c'],
      ],
    });
  });

  it('take a cue that ends before it starts for a moment, and tell', () => {
    expect(segmentsOf('00:05 --> 00:01\na')).toEqual({
      faults: ['1 cue with an end before the start: taken as moments'],
      segments: [[5, 5, 'a']],
    });
  });

  it('end with the video: what lies beyond is left out and told', () => {
    const text = '00:59 --> 01:30\na\n\n01:00 --> 01:02\nb\n\n99:00:00,000 --> 99:00:01,000\nc';
    expect(segmentsOf(text)).toEqual({
      faults: ['2 cues outside the video: left out'],
      segments: [[59, 60, 'a']],
    });
  });

  it('begin with the video, wherever its own zero lies', () => {
    const video = { start: 1_500_000, duration: 10_000_000 };
    const text = '-00:02 --> -00:01\na\n\n-00:01 --> 00:01\nb\n\n00:09 --> 00:11\nc';
    expect(segmentsOf(text, video, video.start)).toEqual({
      faults: ['1 cue outside the video: left out'],
      segments: [
        [1.5, 2.5, 'b'],
        [10.5, 11.5, 'c'],
      ],
    });
  });

  it('are not cut where nobody knows the length', () => {
    expect(segmentsOf('99:00:00,000 --> 99:00:01,000\nc', { start: 0, duration: 0 }).segments).toHaveLength(
      1,
    );
  });
});

test('a line drawn several times at once is one segment', () => {
  const line = (layer: number, text: string) => `Dialogue: ${layer},0:00:01.00,0:00:02.00,D,,0,0,0,,${text}`;
  const text = ['[Events]', line(0, '{\\bord3}sign'), line(1, 'other'), line(2, '{\\blur2}sign')].join('\n');
  expect(segmentsOf(text).segments).toEqual([
    [1, 2, 'sign'],
    [1, 2, 'other'],
  ]);
});

test('lines are joined with a space, but not within Chinese and Japanese', () => {
  const text = (lines: string) => segmentsOf(`00:01 --> 00:02\n${lines}`).segments[0]![2];
  expect(text('a man\nwalks')).toBe('a man walks');
  expect(text('바닷가를\n걷는다')).toBe('바닷가를 걷는다');
  expect(text('在海边\n散步')).toBe('在海边散步');
  expect(text('海辺を\nあるく')).toBe('海辺をあるく');
  expect(text('ＮＨＫを\nTV で')).toBe('ＮＨＫを TV で');
});

test('a cue longer than anybody reads is cut, and told', () => {
  const { segments, faults } = segmentsOf(`00:01 --> 00:02\n${'😀a'.repeat(400_000)}`);
  expect(faults).toEqual(['1 cue cut: too long to be read']);
  expect((segments[0]![2] as string).length).toBeGreaterThan(LONGEST_CUE - 3);
  expect((segments[0]![2] as string).length).toBeLessThanOrEqual(LONGEST_CUE);
  expect(segments[0]![2]).not.toMatch(/\p{Surrogate}/u);
});

describe('roll-up captions', () => {
  it('as YouTube makes them are joined without repetition', () => {
    const text = `WEBVTT
Kind: captions
Language: en

00:00:01.000 --> 00:00:03.000 align:start position:0%
 
we<00:00:01.300><c> went</c><00:00:01.900><c> to</c><00:00:02.500><c> the</c>

00:00:03.000 --> 00:00:03.010 align:start position:0%
we went to the
 

00:00:03.010 --> 00:00:05.000 align:start position:0%
we went to the
market<00:00:03.500><c> and</c><00:00:04.100><c> bought</c>

00:00:05.000 --> 00:00:05.010 align:start position:0%
market and bought
 

00:00:05.010 --> 00:00:07.000 align:start position:0%
market and bought
apples<00:00:05.600><c> today</c>

00:00:07.000 --> 00:00:07.010 align:start position:0%
apples today
 
`;
    expect(segmentsOf(text).segments).toEqual([
      [1, 3.01, 'we went to the'],
      [3.01, 5.01, 'market and bought'],
      [5.01, 7.01, 'apples today'],
    ]);
  });

  it('of three lines are joined without repetition', () => {
    const text =
      '00:01 --> 00:02\na a\n\n00:02 --> 00:03\na a\nb b\n\n00:03 --> 00:04\na a\nb b\nc c\n\n00:04 --> 00:05\nb b\nc c\nd d';
    expect(segmentsOf(text).segments).toEqual([
      [1, 2, 'a a'],
      [2, 3, 'b b'],
      [3, 4, 'c c'],
      [4, 5, 'd d'],
    ]);
  });

  it('whose line grows word by word are one line', () => {
    const text =
      '00:01 --> 00:02\nwe\n\n00:02 --> 00:03\nwe went\n\n00:03 --> 00:04\nwe went home\n\n00:04 --> 00:05\nwe went home\nlate';
    expect(segmentsOf(text).segments).toEqual([
      [1, 4, 'we went home'],
      [4, 5, 'late'],
    ]);
  });

  it('are not seen where somebody says the same again', () => {
    const text = '00:01 --> 00:02\nNo.\n\n00:02,200 --> 00:03\nNo.\n\n00:03,100 --> 00:04\nNo. Never.';
    expect(segmentsOf(text).segments).toHaveLength(3);
    const other = '00:01 --> 00:02\na man\n\n00:02 --> 00:03\na manor\n\n00:03 --> 00:04\nnew\na manor';
    expect(segmentsOf(other).segments).toHaveLength(3);
  });
});
