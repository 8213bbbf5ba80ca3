import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAudioDecoder } from '../../src/adapters/ffmpeg/create-audio-decoder.ts';
import { ffmpeg, makeVideo, tools } from '../support/media.ts';
import { noneWith, processesWith } from '../support/processes-with.ts';
import { beeps, beepTimes, soundOf } from '../support/sounds.ts';
import { folderOfSuite } from '../support/suite-folder.ts';
import { tempFolder } from '../support/temp-folder.ts';

const never = new AbortController().signal;
const folder = folderOfSuite();
const MEGABYTE = 1024 ** 2;
/** Twelve seconds with a beep in the middle of each. */
const TIMES = Array.from({ length: 12 }, (_, second) => second + 0.5);
const long = beeps(TIMES, { seconds: 12 });
const whole = join(folder, 'bad.mp4');
beforeAll(() => ffmpeg(...long, '-c:a', 'aac', '-movflags', '+faststart', whole));

/** Writes the whole file with its sound damaged. */
function damaged(name: string, damage: (bytes: Buffer, sound: number) => Buffer): string {
  const path = join(folder, name);
  const bytes = readFileSync(whole);
  writeFileSync(path, damage(bytes, bytes.indexOf('mdat') + 4));
  return path;
}

describe('a damaged sound', () => {
  it('F5 keeps what is readable where its second half is missing, and says so', async () => {
    const path = damaged('half.mp4', (bytes, sound) => bytes.subarray(0, (sound + bytes.length) / 2));
    const heard = await soundOf(path);
    const times = beepTimes(heard);
    expect(times.length).toBeGreaterThanOrEqual(5);
    expect(times.length).toBeLessThanOrEqual(7);
    for (const [index, time] of times.entries()) expect(Math.abs(time - TIMES[index]!)).toBeLessThan(0.01);
    expect(heard.complaints.join()).toMatch(/partial file|truncated/i);
  });

  it('F5 is silent where its middle is mangled, and what follows keeps its time', async () => {
    const path = damaged('mangled.mp4', (bytes, sound) => {
      const quarter = Math.floor((bytes.length - sound) / 4);
      return bytes.fill(0, sound + quarter, sound + 3 * quarter);
    });
    const heard = await soundOf(path);
    const near = (time: number) => beepTimes(heard).some((each) => Math.abs(each - time) < 0.01);
    expect([0.5, 1.5, 10.5, 11.5].map(near)).toEqual([true, true, true, true]);
    expect(near(5.5)).toBe(false);
    expect(Math.abs(heard.samples.length / 16_000 - 12)).toBeLessThan(0.1);
    expect(heard.complaints).not.toEqual([]);
    expect(Math.abs(heard.missing / 16_000 - 6), 'half of it').toBeLessThan(1);
  });

  it('F5 without its index, or of nothing but zeros, can’t be read', async () => {
    const headless = damaged('headless.mp4', (bytes, sound) => {
      const from = bytes.indexOf('moov') - 4;
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(sound - 8)]);
    });
    const zeros = damaged('zeros.mp4', (bytes, sound) => bytes.fill(0, sound));
    for (const path of [headless, zeros]) {
      await expect(soundOf(path)).rejects.toMatchObject({ code: 'media-unreadable' });
    }
  });

  it('F7 whose time jumps by years ends there, with a word', async () => {
    const path = join(folder, 'years.mkv');
    ffmpeg(...long, '-c:a', 'pcm_s16le', '-f', 'matroska', `${path}.whole.mkv`);
    const jump = "setts=ts='if(gt(N\\,250)\\,PTS+200000000/TB\\,PTS)'";
    ffmpeg('-i', `${path}.whole.mkv`, '-c', 'copy', '-bsf:a', jump, path);
    const heard = await soundOf(path);
    expect(heard.samples.length / 16_000).toBeLessThan(10);
    expect(heard.complaints.join()).toContain('more than a day');
  });
});

describe('what is no sound', () => {
  const decode = (path: string, stream = 0) => soundOf(path, stream);

  it('F6 is told where a video has none, and where it has not so many', async () => {
    const silent = join(folder, 'no-audio.mp4');
    makeVideo(silent, { seconds: 1 });
    expect(await createAudioDecoder(tools).streams(silent, never)).toEqual([]);
    await expect(decode(silent)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: `${silent}: it has no audio stream 0`,
    });
    await expect(decode(whole, 3)).rejects.toMatchObject({ message: `${whole}: it has no audio stream 3` });
  });

  it('F1 F4 is not opened', async () => {
    const list = join(folder, 'list.mp4');
    writeFileSync(list, "ffconcat version 1.0\nfile 'bad.mp4'\n");
    const text = join(folder, 'text.wav');
    writeFileSync(text, 'RIFF is what this text begins with\n'.repeat(50));
    const empty = join(folder, 'empty.flac');
    writeFileSync(empty, '');
    // By their names the last two may be sound: only decoding tells.
    for (const path of [list, join(folder, 'absent.mp3'), text, empty]) {
      await expect(decode(path)).rejects.toMatchObject({ code: 'media-unreadable' });
    }
    for (const path of [list, join(folder, 'absent.mp3')]) {
      for (const known of [tools, { ffmpeg: tools.ffmpeg, ffprobe: undefined }]) {
        await expect(createAudioDecoder(known).streams(path, never)).rejects.toMatchObject({
          code: 'media-unreadable',
        });
      }
    }
  });
});

describe('an ffmpeg that misbehaves', () => {
  function misbehaving(deed: string): string {
    const path = join(tempFolder(), 'ffmpeg');
    writeFileSync(path, `#!/bin/bash\n${deed}\nexec '${tools.ffmpeg}' "$@"\n`, { mode: 0o755 });
    return path;
  }
  async function decodeWith(program: string, stallMs: number, signal = never): Promise<number> {
    const decoder = createAudioDecoder({ ffmpeg: program, ffprobe: undefined }, { stallMs });
    let count = 0;
    for await (const { samples } of decoder.decode(whole, 0, signal)) count += samples.length;
    return count;
  }

  it('F11 hangs: it is ended, with what it started', async () => {
    const naps = `86399.35${process.pid}`;
    await expect(decodeWith(misbehaving(`sleep ${naps}`), 300)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: `${whole}: ffmpeg gave no sound for 0.3 s`,
    });
    await noneWith(naps);
  });

  it('F11 is killed on the way: that is not the end of the sound', async () => {
    await expect(decodeWith(misbehaving('kill -SEGV $$'), 5000)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringContaining('SIGSEGV'),
    });
  });

  it.each([
    ['lines to stderr', 'yes "error while decoding" >&2', 'gave no sound'],
    ['samples without times', 'cat /dev/zero >&3', 'do not belong together'],
    [
      'times without samples',
      "for ((i=0;;i++)); do printf 'frame:%d pts:%d pts_time:0\\nlavfi.astats.Overall.Number_of_samples=9\\n' $i $i; done >&4",
      'do not belong together',
    ],
    [
      'a frame without end',
      "printf 'frame:0 pts:0 pts_time:0\\nlavfi.astats.Overall.Number_of_samples=99999999999\\n' >&4; cat /dev/zero >&3",
      'do not belong together',
    ],
  ])('F11 writes without end, and memory stays flat: %s', async (_, deed, expected) => {
    const before = process.memoryUsage.rss();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    await expect(
      decodeWith(misbehaving(deed), expected.startsWith('gave no') ? 1500 : 60_000),
    ).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringContaining(expected),
    });
    clearInterval(watch);
    expect(most - before).toBeLessThan(300 * MEGABYTE);
    await noneWith(`file:${whole}`);
  });

  it('F11 a deed like these is what the others are measured by: without it all sound comes', async () => {
    expect(Math.abs((await decodeWith(misbehaving('true'), 5000)) / 16_000 - 12)).toBeLessThan(0.1);
  });

  it('does not outlive a request to stop, nor a consumer that has enough', async () => {
    const stop = new AbortController();
    const decoder = createAudioDecoder(tools);
    await expect(async () => {
      for await (const _ of decoder.decode(whole, 0, stop.signal)) stop.abort();
    }).rejects.toMatchObject({ code: 'interrupted' });
    for await (const _ of decoder.decode(whole, 0, never)) break;
    // A request in the middle of hours that the file leaves out.
    const hours = join(folder, 'hours.mkv');
    const jump = "setts=ts='if(gt(N\\,10)\\,PTS+72000/TB\\,PTS)'";
    ffmpeg(...beeps([0.5], { seconds: 1 }), '-c:a', 'pcm_s16le', `${hours}.whole.mkv`);
    ffmpeg('-i', `${hours}.whole.mkv`, '-c', 'copy', '-bsf:a', jump, hours);
    const stopLater = new AbortController();
    let pieces = 0;
    await expect(async () => {
      for await (const _ of decoder.decode(hours, 0, stopLater.signal))
        if (++pieces === 100) stopLater.abort();
    }).rejects.toMatchObject({ code: 'interrupted' });
    expect(pieces).toBe(100);
    await expect(decodeWith(tools.ffmpeg, 5000, AbortSignal.abort())).rejects.toMatchObject({
      code: 'interrupted',
    });
    expect(processesWith(`file:${whole}`)).toEqual([]);
  });
});

it('ten minutes of sound are decoded no faster than they are taken, in flat memory', async () => {
  const path = join(folder, 'long.mkv');
  ffmpeg('-f', 'lavfi', '-i', 'sine=sample_rate=8000:duration=600', '-c:a', 'pcm_mulaw', path);
  const before = process.memoryUsage.rss();
  const decoder = createAudioDecoder(tools);
  let [pieces, most] = [0, 0];
  for await (const _ of decoder.decode(path, 0, never)) {
    if (pieces++ === 0) {
      await wait(1000);
      const [decoding] = processesWith(`file:${path}`);
      const written = Number(readFileSync(`/proc/${decoding!.pid}/io`, 'utf8').match(/^wchar: (\d+)/m)![1]);
      expect(written, 'of 77 MB').toBeLessThan(3 * MEGABYTE);
    }
    if (pieces % 20 === 0) most = Math.max(most, process.memoryUsage.rss());
  }
  expect(pieces).toBe(600);
  expect(most - before).toBeLessThan(100 * MEGABYTE);
});
