import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { faultsOf } from '../support/checked-library.ts';
import { indexRig } from '../support/index-rig.ts';
import { ffmpeg, makeVideo } from '../support/media.ts';
import { installBeside } from '../support/scripted-speech.ts';
import { sharedData } from '../support/shared-data.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { workingText } from '../support/working-models.ts';

const sample = join(folderOfSuite(), 'sample.mp4');
beforeAll(() => makeVideo(sample, { seconds: 6 }));

const CUES = `1
00:00:01,000 --> 00:00:02,500
The <i>lighthouse</i> keeper waved.

2
00:00:03,000 --> 00:00:04,000
빨간 자동차가 지나갔다
`;

type Rig = ReturnType<typeof indexRig>;

/** What was found, as `path start channel: text` of the first reason. */
async function found(rig: Rig, query: string, ...options: string[]): Promise<string[]> {
  const { stdout } = await rig.run(['search', query, '--json', ...options]);
  return JSON.parse(stdout).moments.map(
    ({ path, why }: { path: string; why: { channel: string; start: number; text: string }[] }) =>
      `${path.split('/').at(-1)} ${why[0]!.start} ${why[0]!.channel}: ${why[0]!.text}`,
  );
}

async function indexed(rig: Rig, ...options: string[]) {
  const { code, stdout, stderr } = await rig.run([
    'index',
    rig.videos,
    '--profile',
    'tiny',
    '--json',
    ...options,
  ]);
  return { code, stderr, report: stdout === '' ? undefined : JSON.parse(stdout) };
}

describe('what is written of speech, with no model for speech', () => {
  test('is read from a file beside the video and from a track in it, and found by its words', async () => {
    const rig = indexRig();
    const beside = join(rig.videos, 'beside.mp4');
    const inside = join(rig.videos, 'inside.mp4');
    ffmpeg('-i', sample, '-c', 'copy', beside);
    writeFileSync(join(rig.videos, 'beside.srt'), CUES);
    writeFileSync(
      join(rig.folder, 'inside.srt'),
      '1\n00:00:02,000 --> 00:00:03,000\nNobody saw the submarine.\n',
    );
    ffmpeg('-i', sample, '-i', join(rig.folder, 'inside.srt'), '-c:v', 'copy', '-c:s', 'mov_text', inside);
    const { report } = await indexed(rig);
    expect(report).toMatchObject({ videos: { indexed: 2 }, segments: 3, problems: [] });
    expect(await found(rig, 'said:lighthouse')).toEqual(['beside.mp4 1 words: The lighthouse keeper waved.']);
    expect(await found(rig, 'said:"자동차"')).toEqual(['beside.mp4 3 words: 빨간 자동차가 지나갔다']);
    expect(await found(rig, 'said:submarine')).toEqual(['inside.mp4 2 words: Nobody saw the submarine.']);
    expect(await found(rig, 'said:zeppelin')).toEqual([]);
    expect(await faultsOf(rig.library)).toEqual([]);
    expect((await indexed(rig)).report.videos).toMatchObject({ indexed: 0, unchanged: 2 });
  });

  test('is kept apart where two tracks of a file follow each other in time, and in passages', async () => {
    const rig = indexRig();
    const text = installBeside(rig.home, [workingText({ config: { languages: ['*'] } })]);
    const video = join(rig.videos, 'a.mkv');
    const cue = (second: number, words: string) =>
      `${second}\n00:00:0${second},000 --> 00:00:0${second},900\n${words}\n\n`;
    const tracks = {
      eng: cue(1, 'In English.') + cue(2, 'And more.'),
      kor: cue(3, '한국어로') + cue(4, '더'),
    };
    for (const [language, cues] of Object.entries(tracks))
      writeFileSync(join(rig.folder, `${language}.srt`), cues);
    ffmpeg(
      ...['-i', sample, '-i', join(rig.folder, 'eng.srt'), '-i', join(rig.folder, 'kor.srt')],
      ...['-map', '0:v', '-map', '1', '-map', '2', '-c:v', 'copy', '-c:s', 'srt'],
      ...['-metadata:s:s:0', 'language=eng', '-metadata:s:s:1', 'language=kor', video],
    );
    expect((await indexed(rig, ...text)).report).toMatchObject({ segments: 4, problems: [] });
    const transcript = async (...options: string[]) =>
      (await rig.run(['transcript', video, ...options])).stdout.trim().split('\n');
    expect(await transcript()).toEqual(['0:00:01.0  In English.', '0:00:02.0  And more.']);
    expect(await transcript('--language', 'ko')).toEqual(['0:00:03.0  한국어로', '0:00:04.0  더']);
    const passages = rig.query<{ first: number; last: number }>(
      'SELECT first, last FROM passage ORDER BY first',
    );
    expect(passages).toEqual([
      { first: 0, last: 1 },
      { first: 3, last: 4 },
    ]);
    expect(await found(rig, 'said:더')).toEqual(['a.mkv 4 words: 더']);
    expect(await faultsOf(rig.library)).toEqual([]);
  });

  test('is left alone with --subtitles ignore, and read again with --reindex speech', async () => {
    const rig = indexRig();
    ffmpeg('-i', sample, '-c', 'copy', join(rig.videos, 'a.mp4'));
    writeFileSync(join(rig.videos, 'a.srt'), CUES);
    expect((await indexed(rig, '--subtitles', 'ignore')).report.segments).toBe(0);
    expect((await indexed(rig)).report).toMatchObject({ segments: 2, frames: 0 });
    writeFileSync(join(rig.videos, 'a.srt'), CUES.replace('lighthouse', 'windmill'));
    expect((await indexed(rig, '--reindex', 'speech')).report).toMatchObject({ segments: 2, frames: 0 });
    expect(await found(rig, 'said:lighthouse')).toEqual([]);
    expect(await found(rig, 'said:windmill')).toHaveLength(1);
  });

  test('waits for another run with --only sight, which then has nothing else to do', async () => {
    const rig = indexRig();
    ffmpeg('-i', sample, '-c', 'copy', join(rig.videos, 'a.mp4'));
    writeFileSync(join(rig.videos, 'a.srt'), CUES);
    const sight = (await indexed(rig, '--only', 'sight')).report;
    expect(sight.segments).toBe(0);
    expect(sight.frames).toBeGreaterThan(0);
    expect((await indexed(rig)).report).toMatchObject({ videos: { indexed: 1 }, segments: 2, frames: 0 });
  });
});

describe('what is said', () => {
  /** Adds the real models; the options that have them used. */
  async function withModels(rig: Rig, context: TestContext): Promise<string[]> {
    const models = [
      ['speech', 'whisper-tiny.en', 'onnx/encoder_model_quantized.onnx'],
      ['voice-activity', 'silero-vad', 'silero_vad.onnx'],
      ['text', 'all-MiniLM-L6-v2', 'tokenizer.json'],
    ] as const;
    for (const [role, name, file] of models) {
      const folder = sharedData(context, `models/${name}/${file}`).slice(0, -file.length - 1);
      const { code, stderr } = await rig.run([
        'models',
        'add',
        role,
        folder,
        '--name',
        `own-${role}`,
        '--licence',
        'MIT',
      ]);
      expect(code, stderr).toBe(0);
    }
    return models.flatMap(([role]) => ['--with', `${role}=own-${role}`]);
  }

  test('is heard, with its times, and found by word and by meaning', async (context) => {
    const speech = sharedData(context, 'media/speech/jfk.flac');
    const rig = indexRig();
    const options = await withModels(rig, context);
    const video = join(rig.videos, 'speech.mkv');
    // The second track speaks, and two seconds late.
    ffmpeg(
      ...['-stream_loop', '-1', '-i', sample, '-f', 'lavfi', '-i', 'anoisesrc=color=pink:amplitude=0.02'],
      ...['-itsoffset', '2', '-i', speech, '-map', '0:v', '-map', '1:a', '-map', '2:a', '-t', '14'],
      ...['-c:v', 'copy', '-c:a', 'aac', video],
    );
    const silent = (await indexed(rig, ...options)).report;
    expect(silent).toMatchObject({ segments: 0, problems: [] });
    const { report } = await indexed(rig, ...options, '--audio-track', '2');
    expect(report.problems).toEqual([]);
    const { stdout } = await rig.run(['transcript', video, '--json']);
    const { segments, source } = JSON.parse(stdout);
    expect(source).toBe('speech');
    const text = segments.map((segment: { text: string }) => segment.text).join(' ');
    expect(text.toLowerCase().replace(/[^a-z ]/g, '')).toBe(
      'and so my fellow americans ask not what your country can do for you ask what you can do for your country',
    );
    expect(Math.abs(segments[0].start - 2.3)).toBeLessThan(0.5);
    expect(Math.abs(segments.at(-1).end - 12.5)).toBeLessThan(0.5);
    expect(segments.every(({ language }: { language: string }) => language === 'en')).toBe(true);
    expect(await found(rig, 'said:"your country"')).not.toEqual([]);
    const nation = 'what citizens should give to their nation';
    const meant = await found(rig, nation, '--channels', 'words,meaning', '--min-confidence', '0');
    expect(meant.join()).toContain(' meaning: ');
    expect(await faultsOf(rig.library)).toEqual([]);
  });
});
