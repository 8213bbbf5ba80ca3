import { expect, test } from 'vitest';
import { matchSidecars } from '../../../src/domain/subtitles/match-sidecars.ts';

/** `name` or `name language` of each sidecar of a media file. */
function of(media: string, ...names: string[]): string[] {
  const sidecars = matchSidecars([media, ...names]).get(media) ?? [];
  return sidecars.map(({ name, language }) => (language === undefined ? name : `${name} ${language}`));
}

test.each([
  [
    ['a.srt', 'a.vtt', 'a.ass', 'a.ssa', 'a.SRT', 'a.mp4.srt'],
    ['a.srt', 'a.vtt', 'a.ass', 'a.ssa', 'a.SRT', 'a.mp4.srt'],
  ],
  [
    ['a.ko.srt', 'a.KOR.srt', 'a.Korean.srt', 'a.한국어.srt'],
    ['a.ko.srt ko', 'a.KOR.srt ko', 'a.Korean.srt ko', 'a.한국어.srt ko'],
  ],
  [
    ['a.en.forced.vtt', 'a.forced.en.vtt', 'a.mp4.pt-BR.srt'],
    ['a.en.forced.vtt en', 'a.forced.en.vtt en', 'a.mp4.pt-BR.srt pt'],
  ],
  [
    ['a.en.hi.srt', 'a.hi.srt', 'a.sdh.srt'],
    ['a.en.hi.srt en', 'a.hi.srt hi', 'a.sdh.srt'],
  ],
  [['ab.srt', 'A.srt', 'b.srt', '.srt', 'a', 'a.sub', 'a.srt.txt', 'xa.srt', 'asrt'], []],
])('beside a.mp4, of %j are its own: %j', (names, own) => {
  expect(of('a.mp4', ...names)).toEqual(own);
});

test('a file belongs to the video with the longest name that it begins with', () => {
  const matched = matchSidecars(['a.mp4', 'a.b.mp4', 'a.b.c.srt', 'a.x.srt', 'a.mp4.srt']);
  expect(matched.get('a.b.mp4')?.map(({ name }) => name)).toEqual(['a.b.c.srt']);
  expect(matched.get('a.mp4')?.map(({ name }) => name)).toEqual(['a.x.srt', 'a.mp4.srt']);
});

test('videos of one name have the same file', () => {
  const matched = matchSidecars(['a.mp4', 'a.mkv', 'a.srt', 'a.mkv.ko.srt']);
  expect(matched.get('a.mp4')?.map(({ name }) => name)).toEqual(['a.srt']);
  expect(matched.get('a.mkv')?.map(({ name }) => name)).toEqual(['a.srt', 'a.mkv.ko.srt']);
});

test.each(['two\nlines', 'tab\tand\u001b[31mred', '노을 😀', '\u{10ffe9}t\u{10ffe9}', '-v', '..x', ' '])(
  'a file named %j has its own',
  (stem) => {
    expect(of(`${stem}.mp4`, `${stem}.en.srt`)).toEqual([`${stem}.en.srt en`]);
  },
);
