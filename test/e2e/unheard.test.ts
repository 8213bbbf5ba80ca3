import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { indexRig } from '../support/index-rig.ts';
import { ffmpeg, makeVideo } from '../support/media.ts';
import { installBeside, loudnessDetector, scriptedWhisper } from '../support/scripted-speech.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

const folder = folderOfSuite();
beforeAll(() => {
  makeVideo(join(folder, 'silent.mp4'), { seconds: 1 });
  for (const pitch of [200, 300, 400])
    ffmpeg('-f', 'lavfi', '-i', `sine=${pitch}:d=1`, join(folder, `${pitch}.wav`));
});

/** Two sounds of which nobody knows what is said in them, one with subtitles, and a video without sound. */
function rigWithSound() {
  const rig = indexRig();
  const named = {
    '200.wav': 'a.wav',
    '300.wav': 'b.wav',
    '400.wav': 'subtitled.wav',
    'silent.mp4': 'silent.mp4',
  };
  for (const [from, to] of Object.entries(named)) copyFileSync(join(folder, from), join(rig.videos, to));
  writeFileSync(join(rig.videos, 'subtitled.srt'), '1\n00:00:00,000 --> 00:00:01,000\nHello.\n');
  const index = (...args: string[]) => rig.run(['index', rig.videos, '--profile', 'tiny', ...args]);
  return { ...rig, indexWith: index };
}

const WITH = '--with speech=whisper-base --with voice-activity=silero-vad';
const PULL = `(heimdex models pull whisper-base silero-vad, then index ${WITH})`;
const linesAbout = (text: string) => text.split('\n').filter((line) => line.includes('listened to'));

describe('where no model for speech is installed', () => {
  test('a run says once that nothing was listened to, in how many videos, and what brings it', async () => {
    const rig = rigWithSound();
    const { code, stderr } = await rig.indexWith();
    expect(code, stderr).toBe(0);
    expect(linesAbout(stderr)).toEqual([
      `2 videos with sound not listened to: no model for speech or voice-activity is installed ${PULL}`,
    ]);
    const again = await rig.indexWith('--json');
    expect([again.code, linesAbout(again.stderr)]).toEqual([0, []]);
    expect(JSON.parse(again.stdout)).toMatchObject({ unheard: 0, videos: { unchanged: 4 } });
  });

  test('a document says how many, and streams of events and quiet runs say no more', async () => {
    const rig = rigWithSound();
    const events = await rig.indexWith('--json', '--progress', 'json');
    expect(JSON.parse(events.stdout)).toMatchObject({ unheard: 2, problems: [] });
    for (const line of events.stderr.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('schema');
    const quiet = await rig.indexWith('--quiet', '--reindex', 'speech');
    expect([quiet.code, quiet.stderr]).toEqual([0, '']);
  });

  test('a plan says it once as well, where anything would be listened to', async () => {
    const rig = rigWithSound();
    expect(linesAbout((await rig.indexWith('--dry-run')).stderr)).toEqual([
      `what has no subtitles would not be listened to: no model for speech or voice-activity is installed ${PULL}`,
    ]);
    expect(linesAbout((await rig.indexWith('--dry-run', '--only', 'sight')).stderr)).toEqual([]);
    await rig.indexWith();
    expect(linesAbout((await rig.indexWith('--dry-run')).stderr)).toEqual([]);
  });

  test('one that watches says it when it has looked, and not again at its end', async () => {
    const rig = rigWithSound();
    const args = ['--profile', 'tiny', '--watch', '--settle', '1s'];
    const { code, stderr } = await rig.run(['index', rig.videos, ...args], {
      onStart: (child) =>
        child.stderr.on('data', (text: Buffer) => {
          if (text.includes('not listened to')) child.kill('SIGINT');
        }),
    });
    expect(code, stderr).toBe(0);
    expect(linesAbout(stderr)).toHaveLength(1);
  });

  test('only what is missing is named, and nothing where all is there', async () => {
    const rig = rigWithSound();
    const whisper = installBeside(rig.home, [scriptedWhisper()]);
    expect(linesAbout((await rig.indexWith(...whisper)).stderr)).toEqual([
      expect.stringContaining('no model for voice-activity is installed'),
    ]);
    const voice = installBeside(rig.home, [loudnessDetector()]);
    const heard = await rig.indexWith(...whisper, ...voice, '--json');
    expect(linesAbout(heard.stderr)).toEqual([]);
    expect(JSON.parse(heard.stdout)).toMatchObject({ unheard: 0, segments: 3 });
  });
});
