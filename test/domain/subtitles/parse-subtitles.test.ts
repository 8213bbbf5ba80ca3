import { describe, expect, it, test } from 'vitest';
import { parseSubtitles } from '../../../src/domain/subtitles/parse-subtitles.ts';

/** Start and end in seconds, and the lines. */
function cuesOf(text: string): [number, number, ...string[]][] {
  return (parseSubtitles(text)?.cues ?? []).map(({ start, end, lines }) => [
    start / 1e6,
    end / 1e6,
    ...lines,
  ]);
}

describe('SubRip', () => {
  const right = '1\n00:00:01,500 --> 00:00:02,000\nHello\nthere\n\n2\n01:00:03,000 --> 01:00:04,000\nBye\n';
  const expected = [
    [1.5, 2, 'Hello', 'there'],
    [3603, 3604, 'Bye'],
  ];

  it.each([
    ['as it should be', right],
    ['with CRLF and a byte order mark', `\ufeff${right.replaceAll('\n', '\r\n')}`],
    ['with CR alone', right.replaceAll('\n', '\r')],
    ['with dots', right.replaceAll(',', '.')],
    ['with wrong numbers', right.replace('1\n00', '7\n00').replace('2\n01', '7\n01')],
    ['without numbers', right.replace('1\n00', '00').replace('2\n01', '01')],
    ['without empty lines between', right.replace('\n\n', '\n')],
    ['with an empty line in a text', right.replace('Hello\n', 'Hello\n\n')],
    ['with positions behind the times', right.replace('02,000', '02,000 X1:10 X2:20 Y1:30 Y2:40')],
    ['with blanks everywhere', right.replaceAll(' --> ', '   -->\t').replaceAll('00:00:01', ' 00 : 00: 01')],
    ['with an arrow too short', right.replaceAll('-->', '->')],
    ['with NUL between', right.replaceAll('Hello', 'Hel\0lo')],
  ])('is read %s', (name, text) => {
    const lines = name.includes('NUL') ? [[1.5, 2, 'Hel lo', 'there'], expected[1]] : expected;
    expect(cuesOf(text)).toEqual(lines);
  });

  it('is read with hours missing, odd fractions and times before zero', () => {
    expect(cuesOf('00:01,5 --> 00:02\na\n\n-00:00:01,25 --> 1:2:3,123456789\nb')).toEqual([
      [1.5, 2, 'a'],
      [-1.25, 3723.123456, 'b'],
    ]);
  });

  it('keeps a text that is a number, and no number of a cue', () => {
    expect(cuesOf('1\n00:01 --> 00:02\n1984\n\n2\n00:03 --> 00:04\nb\n3\n00:05 --> 00:06\nc')).toEqual([
      [1, 2, '1984'],
      [3, 4, 'b'],
      [5, 6, 'c'],
    ]);
  });

  it('leaves out cues with nothing to read', () => {
    expect(cuesOf('00:01 --> 00:02\n\n00:03 --> 00:04\n♪ ♪\n\n00:05 --> 00:06\n<i> </i>\n...\n')).toEqual([]);
  });

  it('takes an arrow in a text for text', () => {
    expect(cuesOf('00:01 --> 00:02\nRome --> Milan\n12:30 --> late')).toEqual([
      [1, 2, 'Rome --> Milan', '12:30 --> late'],
    ]);
  });
});

describe('WebVTT', () => {
  it('is read without notes, styles, regions, identifiers and settings', () => {
    const text = `WEBVTT - a title
Kind: captions
Language: ko

NOTE 00:00 is where it begins

STYLE
::cue { color: red }

REGION
id:left

intro
00:01.000 --> 00:02.000 align:start position:0%
<v.loud 김 선생>안녕하세요, <c.yellow>여러분</c></v>

2
00:00:03.000 --> 00:00:04.000
<lang en>Tom &amp; Jerry</lang> <00:00:03.500>run`;
    const parsed = parseSubtitles(text);
    expect(parsed).toMatchObject({ format: 'vtt', language: 'ko' });
    expect(cuesOf(text)).toEqual([
      [1, 2, '안녕하세요, 여러분'],
      [3, 4, 'Tom & Jerry run'],
    ]);
  });

  it('is told by its first line alone, whatever the file is called', () => {
    expect(parseSubtitles('WEBVTT\n\n00:01.000 --> 00:02.000\na\n\nnot shown\n')?.cues).toHaveLength(1);
    expect(parseSubtitles('WEBVTTX\n\n00:01.000 --> 00:02.000\na')?.format).toBe('srt');
  });
});

describe('ASS and SSA', () => {
  const events = (...lines: string[]) =>
    `[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: D,Arial\n\n[Events]\n${lines.join('\n')}`;

  it('are read by the fields that their format line names, commas in the text and all', () => {
    const text = events(
      'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
      'Comment: 0,0:00:00.00,0:00:01.00,D,,0,0,0,,not shown',
      'Dialogue: 0,0:00:01.00,0:00:02.50,D,Anna,0,0,0,,{\\an8\\pos(1,2)}Hello, {\\i1}you{\\i0}\\Nall\\hhere',
      'Dialogue: 0,1:00:00.00,1:00:01.00,D,,0,0,0,,{\\k20}Ka{\\kf30}ra{\\ko1}oke',
    );
    expect(cuesOf(text)).toEqual([
      [1, 2.5, 'Hello, you', 'all here'],
      [3600, 3601, 'Karaoke'],
    ]);
  });

  it('are read in the order of SSA, and without a format line', () => {
    const ssa = events(
      'Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
      'Dialogue: Marked=0,0:00:01.00,0:00:02.00,D,,0000,0000,0000,!Effect,Hi',
    );
    expect(cuesOf(ssa)).toEqual([[1, 2, 'Hi']]);
    expect(cuesOf(events('Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,a, b'))).toEqual([[1, 2, 'a, b']]);
    expect(cuesOf(events('Format: Start, End, Text', 'Dialogue: 0:00:01.00,0:00:02.00,a, b'))).toEqual([
      [1, 2, 'a, b'],
    ]);
  });

  it('lose their drawings, and keep what is written beside them', () => {
    const line = (text: string) => events(`Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,${text}`);
    expect(cuesOf(line('{\\p1}m 0 0 l 100 0 100 100{\\p0}'))).toEqual([]);
    expect(cuesOf(line('before {\\p1\\c&HFF&}m 0 0 l 9 9{\\p0}after'))).toEqual([[1, 2, 'before after']]);
    expect(cuesOf(line('{\\pos(10,20)\\pbo3}text {a comment}'))).toEqual([[1, 2, 'text']]);
  });

  it('lose lines that are cut off or have no times', () => {
    expect(
      parseSubtitles(events('Dialogue: 0,0:00:01.00,0:00', 'Dialogue: 0,x,y,D,,0,0,0,,a')),
    ).toBeUndefined();
  });
});

test.each([
  ['{\\an8}<i>Up</i> <font color="#ffffff" face=Arial>here</font>', ['Up here']],
  ['<b>a</b><br>b<br/>c\\Nd', ['a', 'b', 'c', 'd']],
  ['5 < 6 and 7 > 3, I <3 you', ['5 < 6 and 7 > 3, I <3 you']],
  [
    '&lt;i&gt; R&amp;D &quot;x&quot;&nbsp;&#233;&#xE9;&hellip; &unknown; AT&T',
    ['<i> R&D "x" éé… &unknown; AT&T'],
  ],
  ['&#0;&#xD800;&#x110000;&#9999999;a', ['\ufffd\ufffd\ufffd\ufffda']],
  ['<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>', ['漢字']],
  ['>> Hello.\n>>> News\n- Who?\n–You', ['Hello.', 'News', 'Who?', 'You']],
  ['-5 degrees', ['-5 degrees']],
  ['ANNA: come here', ['ANNA: come here']],
  ['\u202bشكرا\u202c \u200fsoft\u00adhyphen\u200b', ['شكرا softhyphen']],
  ['می\u200cخواهم', ['می\u200cخواهم']],
  ['\u1112\u1161\u11ab', ['한']],
  ['a\u0007\u001b]52;c;x\u0007\u009bb', ['a ]52;c;x b']],
  ['  a \t b  ', ['a b']],
])('the markup of %j goes', (raw, lines) => {
  expect(parseSubtitles(`00:01 --> 00:02\n${raw}`)?.cues[0]?.lines).toEqual(lines);
});

test.each([
  ['nothing', ''],
  ['blanks', ' \n \n'],
  ['prose', 'Call me Ishmael. Some years ago --> never mind how long.'],
  ['a page', '<!doctype html><html><body>404</body></html>'],
  ['a header alone', 'WEBVTT\n\nNOTE x'],
  ['bytes', String.fromCharCode(...Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256))],
])('%s is no subtitle', (_, text) => {
  expect(parseSubtitles(text)).toBeUndefined();
});
