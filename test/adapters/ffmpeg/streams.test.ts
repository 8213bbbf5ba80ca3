import { join } from 'node:path';
import { expect, it, type TestContext } from 'vitest';
import { createAudioDecoder } from '../../../src/adapters/ffmpeg/create-audio-decoder.ts';
import { listStreamsInJson, listStreamsInText } from '../../../src/adapters/ffmpeg/list-streams.ts';
import { ffmpeg, H264, needFfprobe, tools } from '../../support/media.ts';
import { folderOfSuite } from '../../support/suite-folder.ts';

const never = new AbortController().signal;
const folder = folderOfSuite();
const picture = ['-f', 'lavfi', '-i', 'color=black:size=32x32:rate=5:duration=1'];
const tone = ['-f', 'lavfi', '-i', 'sine=duration=1'];
const TITLE = 'Commentary:\n  Stream #0:9(jpn): Audio: the director';

/** What ffprobe and what ffmpeg's text tells. */
async function bothTell(context: TestContext, path: string) {
  const ffprobe = needFfprobe(context);
  const told = await createAudioDecoder({ ffmpeg: tools.ffmpeg, ffprobe }).streams(path, never);
  const untold = await createAudioDecoder({ ffmpeg: tools.ffmpeg, ffprobe: undefined }).streams(path, never);
  expect(untold).toEqual(told);
  return told;
}

it.for(['mkv', 'mp4'])(
  'audio streams are listed with language and title, by ffprobe and without it: %s',
  async (kind, context) => {
    const path = join(folder, `four.${kind}`);
    const languages = ['ger', 'kor', 'und', 'fil'];
    ffmpeg(
      ...picture,
      ...languages.flatMap(() => tone),
      ...['0', ...languages.map((_, index) => String(index + 1))].flatMap((input) => ['-map', input]),
      ...languages.flatMap((language, index) => [`-metadata:s:a:${index}`, `language=${language}`]),
      ...['-metadata:s:a:1', `title=${TITLE}`, '-disposition:a', '0', '-disposition:a:1', 'default'],
      ...[...H264, '-c:a', 'aac', path],
    );
    const title = kind === 'mkv' ? TITLE.replace(/\s+/g, ' ') : undefined;
    const plain = { title: undefined, isDefault: false };
    expect(await bothTell(context, path)).toEqual([
      { index: 0, language: 'de', ...plain },
      { index: 1, language: 'ko', title, isDefault: true },
      { index: 2, language: undefined, ...plain },
      { index: 3, language: undefined, ...plain },
    ]);
  },
);

it('subtitle streams are listed the same way', () => {
  const json = JSON.stringify({
    streams: [
      { codec_type: 'video' },
      { codec_type: 'subtitle', tags: { LANGUAGE: 'pt-BR', Title: ' Forced ' }, disposition: { default: 1 } },
      { codec_type: 'audio' },
      { codec_type: 'subtitle' },
    ],
  });
  const text = `Input #0, matroska,webm, from 'file:/a.mkv':
  Stream #0:0: Video: h264
  Stream #0:1(pt-BR): Subtitle: subrip (default)
    Metadata:
      Title           :  Forced 
      DURATION        : 00:00:01
  Stream #0:2[0x3]: Audio: aac
  Stream #0:3: Subtitle: ass
`;
  const expected = [
    { index: 0, language: 'pt', title: 'Forced', isDefault: true },
    { index: 1, language: undefined, title: undefined, isDefault: false },
  ];
  expect(listStreamsInJson(json, 'subtitle')).toEqual(expected);
  expect(listStreamsInText(text, 'subtitle')).toEqual(expected);
});
