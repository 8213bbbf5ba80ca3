import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { indexRig, variantOf } from '../support/index-rig.ts';
import { makeVideo, tools } from '../support/media.ts';
import { folderOfSuite } from '../support/suite-folder.ts';

const sample = join(folderOfSuite(), 'sample.mp4');
beforeAll(() => makeVideo(sample, { seconds: 3 }));

/** A rig whose ffmpeg writes its arguments and its priority to `calls` before it does its work. */
function rigWith(videos: number) {
  const rig = indexRig();
  for (let i = 0; i < videos; i++) writeFileSync(join(rig.videos, `${i}.mp4`), variantOf(sample, i));
  const [shim, calls] = [join(rig.folder, 'ffmpeg'), join(rig.folder, 'calls')];
  // The last video's pictures come when `go` is there, where `held` is.
  const [held, go] = [join(rig.folder, 'held'), join(rig.folder, 'go')];
  const hold = `case "$*" in */${videos - 1}.mp4*rawvideo*) while [ -e '${held}' ] && ! [ -e '${go}' ]; do sleep 0.02; done;; esac`;
  writeFileSync(
    shim,
    `#!/bin/sh\necho "nice=$(nice) $*" >> '${calls}'\n${hold}\nexec '${tools.ffmpeg}' "$@"\n`,
  );
  chmodSync(shim, 0o755);
  return {
    ...rig,
    hold: () => writeFileSync(held, ''),
    goOn: () => writeFileSync(go, ''),
    decodings: () =>
      readFileSync(calls, 'utf8')
        .split('\n')
        .filter((line) => line.includes('rawvideo')),
    start: (args: readonly string[], onStart?: (child: ChildProcessWithoutNullStreams) => void) =>
      rig.run(['index', rig.videos, '--profile', 'tiny', '--json', '--progress', 'json', ...args], {
        env: { HEIMDEX_FFMPEG: shim },
        ...(onStart === undefined ? {} : { onStart }),
      }),
  };
}

/** Calls back once, when the program has told an event of this kind. */
function onEvent(kind: string, act: (child: ChildProcessWithoutNullStreams) => void) {
  return (child: ChildProcessWithoutNullStreams) => {
    let text = '';
    let isMet = false;
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk;
      if (isMet || !text.includes(`"kind":"${kind}"`)) return;
      isMet = true;
      act(child);
    });
  };
}

/** What is seen of another process is seen in /proc. */
function needProc(context: TestContext): void {
  if (!existsSync('/proc/self/task')) context.skip('this system shows no processes in /proc');
}

/** The fields of /proc/PID/stat behind the name: state first, the nice value as the 17th (proc(5)). */
const statOf = (path: string) =>
  readFileSync(path, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');

describe('heimdex index --threads', () => {
  it('holds for decoding: ffmpeg is told, and without it is left to choose', async () => {
    const rig = rigWith(1);
    expect((await rig.start(['--threads', '1'])).code).toBe(0);
    expect(rig.decodings()[0]).toMatch(/ -threads 1 .*-i /);
    expect((await rig.start(['--reindex'])).code).toBe(0);
    expect(rig.decodings()[1]).not.toContain('-threads');
  });
});

describe('heimdex index --priority', () => {
  it('gives way with every thread and with ffmpeg, unless told not to', async (context) => {
    needProc(context);
    const rig = rigWith(2);
    const nices = (child: ChildProcessWithoutNullStreams) =>
      readdirSync(`/proc/${child.pid}/task`).map((id) =>
        Number(statOf(`/proc/${child.pid}/task/${id}/stat`)[16]),
      );
    const own = Number(statOf('/proc/self/stat')[16]);
    const seen: number[] = [];
    rig.hold();
    await rig.start(
      [],
      // While it waits for the other video the program has all its threads, and is there.
      onEvent('video-indexed', (child) => {
        seen.push(...nices(child));
        rig.goOn();
      }),
    );
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen)).toEqual(new Set([Math.max(own, 10)]));
    expect(rig.decodings()[0]).toMatch(`nice=${Math.max(own, 10)} `);
    await rig.start(['--reindex', '--priority', 'normal']);
    expect(rig.decodings()[2]).toMatch(`nice=${own} `);
  });
});

describe('heimdex index --reindex', () => {
  it('takes a stage, and refuses one that is none', async () => {
    const rig = rigWith(1);
    await rig.start([]);
    const again = await rig.start(['--reindex', 'sight']);
    expect(JSON.parse(again.stdout).videos).toMatchObject({ indexed: 1 });
    const { code, stderr } = await rig.run(['index', rig.videos, '--reindex', 'sigth']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('try: --reindex sight')]);
    const swallowed = await rig.run(['index', '--reindex', rig.videos]);
    expect([swallowed.code, swallowed.stderr]).toEqual([2, expect.stringContaining('behind the folders')]);
  });
});

describe('a pause', () => {
  it('stops the program, and the time, until it is asked to go on', async (context) => {
    needProc(context);
    const rig = rigWith(4);
    let stopped = '';
    rig.hold();
    const started = performance.now();
    const result = await rig.start(
      ['--budget', '1h'],
      onEvent('video-indexed', async (child) => {
        child.kill('SIGTSTP');
        await wait(6000);
        stopped = statOf(`/proc/${child.pid}/stat`)[0]!;
        rig.goOn();
        child.kill('SIGCONT');
      }),
    );
    expect(stopped).toBe('T');
    expect([result.code, result.signal]).toEqual([0, null]);
    const document = JSON.parse(result.stdout);
    expect(document).toMatchObject({ videos: { indexed: 4 }, left: 0 });
    expect(document.budget.used).toBeLessThan((performance.now() - started) / 1000 - 5);
  });
});

describe('estimates', () => {
  it('are told as events, and reach nothing left', async () => {
    const rig = rigWith(3);
    const { stderr } = await rig.start([]);
    const events = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ kind }) => kind === 'estimate');
    expect(events[0]).toMatchObject({ videosLeft: 3, secondsLeft: null, pace: null });
    expect(events.map(({ videosLeft }) => videosLeft)).toEqual(expect.arrayContaining([3, 2, 1]));
  });
});
