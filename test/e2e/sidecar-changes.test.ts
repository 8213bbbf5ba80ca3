import { copyFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { indexRig } from '../support/index-rig.ts';
import { ffmpeg } from '../support/media.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

const sound = join(folderOfSuite(), 'sound.wav');
beforeAll(() => ffmpeg('-f', 'lavfi', '-i', 'sine=220:d=3', sound));

const cues = (text: string) => `1\n00:00:00,000 --> 00:00:01,000\n${text}\n`;

function rigWith(...names: string[]) {
  const rig = indexRig();
  for (const name of names) copyFileSync(sound, join(rig.videos, name));
  const write = (name: string, text: string) => writeFileSync(join(rig.videos, name), cues(text));
  /** Indexes; how many files were done and how many were as they should be, then what is said in the one named. */
  const index = async (name: string, ...args: string[]) => {
    const run = await rig.run([
      'index',
      rig.videos,
      '--profile',
      'tiny',
      '--only',
      'speech',
      '--json',
      ...args,
    ]);
    expect(run.code, run.stderr).toBe(0);
    const { indexed, unchanged, moved, copied } = JSON.parse(run.stdout).videos;
    const { stdout } = await rig.run(['transcript', join(rig.videos, name), '--format', 'txt']);
    const said = stdout.split('\n').flatMap((line) => line.split('  ')[1] ?? []);
    return { done: indexed, others: unchanged + moved + copied, said };
  };
  return { ...rig, write, index, at: (name: string) => join(rig.videos, name) };
}

describe('a subtitle file beside a video', () => {
  test('is read when it comes, again when it has changed, and forgotten when it goes', async () => {
    const rig = rigWith('a.wav');
    expect(await rig.index('a.wav')).toEqual({ done: 1, others: 0, said: [] });
    rig.write('a.srt', 'first');
    expect(await rig.index('a.wav')).toEqual({ done: 1, others: 0, said: ['first'] });
    expect(await rig.index('a.wav')).toEqual({ done: 0, others: 1, said: ['first'] });
    rig.write('a.srt', 'other');
    const plan = await rig.run([
      'index',
      rig.videos,
      '--profile',
      'tiny',
      '--only',
      'speech',
      '--dry-run',
      '--json',
    ]);
    expect(JSON.parse(plan.stdout).files).toMatchObject([{ reason: 'not-done', stages: ['speech'] }]);
    expect(await rig.index('a.wav')).toEqual({ done: 1, others: 0, said: ['other'] });
    rig.write('a.ko.srt', 'second');
    expect((await rig.index('a.wav')).done).toBe(1);
    rmSync(rig.at('a.srt'));
    expect(await rig.index('a.wav')).toEqual({ done: 1, others: 0, said: ['second'] });
    rmSync(rig.at('a.ko.srt'));
    expect(await rig.index('a.wav')).toEqual({ done: 1, others: 0, said: [] });
    expect(await rig.index('a.wav')).toEqual({ done: 0, others: 1, said: [] });
    expect(rig.query("SELECT * FROM stage_run WHERE stage = 'speech'")).toHaveLength(1);
  });

  test('is not asked about where none is read, nor where video and file are renamed together', async () => {
    const rig = rigWith('a.wav');
    rig.write('a.srt', 'said');
    expect((await rig.index('a.wav', '--subtitles', 'ignore')).done).toBe(1);
    rig.write('a.srt', 'changed');
    expect((await rig.index('a.wav', '--subtitles', 'ignore')).done).toBe(0);
    expect(await rig.index('a.wav')).toEqual({ done: 1, others: 0, said: ['changed'] });
    mkdirSync(rig.at('sub'));
    for (const ending of ['wav', 'srt']) renameSync(rig.at(`a.${ending}`), rig.at(`sub/b.${ending}`));
    expect(await rig.index('sub/b.wav')).toEqual({ done: 0, others: 1, said: ['changed'] });
  });

  test('that has only another time is read again, once', async () => {
    const rig = rigWith('a.wav');
    rig.write('a.srt', 'said');
    await rig.index('a.wav');
    utimesSync(rig.at('a.srt'), 1e9, 1e9);
    expect(await rig.index('a.wav')).toEqual({ done: 1, others: 0, said: ['said'] });
    expect(await rig.index('a.wav')).toEqual({ done: 0, others: 1, said: ['said'] });
  });

  test('of one of two copies counts for both, and they do not read against each other', async () => {
    const rig = rigWith('a.wav', 'b.wav');
    rig.write('b.srt', 'beside b');
    await rig.index('a.wav');
    expect((await rig.index('a.wav')).said).toEqual(['beside b']);
    expect(await rig.index('a.wav')).toEqual({ done: 0, others: 2, said: ['beside b'] });
    rig.write('b.srt', 'changed');
    expect((await rig.index('a.wav')).said).toEqual(['changed']);
    expect((await rig.index('a.wav')).done).toBe(0);
    // Whichever is read, it stays.
    rig.write('a.srt', 'beside a');
    const { said } = await rig.index('a.wav');
    expect(await rig.index('b.wav')).toEqual({ done: 0, others: 2, said });
    rmSync(rig.at('a.srt'));
    rmSync(rig.at('b.srt'));
    expect((await rig.index('a.wav')).said).toEqual([]);
    expect((await rig.index('a.wav')).done).toBe(0);
  });
});
