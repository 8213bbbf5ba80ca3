import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { golden } from '../support/golden.ts';
import { indexRig } from '../support/index-rig.ts';
import { needProgram } from '../support/machine.ts';
import { makeVideo } from '../support/media.ts';
import { PROGRAM } from '../support/run-heimdex.ts';

/**
 * A machine as a user has it: a home of its own, and none of the variables that tell ONNX Runtime's telemetry that it
 * runs in a build service, where it keeps quiet by itself.
 */
function userMachine() {
  const rig = indexRig();
  for (let i = 0; i < 3; i++) makeVideo(join(rig.videos, `${i}.mp4`), { seconds: 3 + i });
  const temp = join(rig.folder, 'tmp');
  const user = join(rig.folder, 'user');
  mkdirSync(temp);
  mkdirSync(user);
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: user, HEIMDEX_HOME: rig.home, TMPDIR: temp };
  const log = join(rig.folder, 'calls.log');
  return {
    ...rig,
    temp,
    user,
    run(before: readonly string[], program: string, args: readonly string[]) {
      const command = [...before, process.execPath, program, ...args];
      return spawnSync(command[0]!, command.slice(1), { encoding: 'utf8', env, cwd: rig.folder });
    },
    /** Runs under strace and returns the calls that were seen. */
    trace(strace: string, program: string, args: readonly string[]) {
      const { status, stderr } = this.run(
        [strace, '-f', '-qq', '-e', 'trace=network,openat,open,creat,mkdir', '-e', 'signal=none', '-o', log],
        program,
        args,
      );
      expect(status, stderr).toBe(0);
      return readFileSync(log, 'utf8').split('\n');
    },
    traces: () => ({
      temp: readdirSync(temp),
      cache: existsSync(join(user, '.cache'))
        ? readdirSync(join(user, '.cache'), { recursive: true, encoding: 'utf8' })
        : [],
      user: readdirSync(user),
    }),
  };
}

const TELEMETRY = /AF_INET|\.cache\/Microsoft|mat-debug-|DeveloperTools|\/etc\/resolv\.conf|\/etc\/hosts/;
const verbs = (videos: string): [string, string[], boolean][] => [
  ['index', ['index', videos, '--profile', 'tiny'], true],
  ['search by text', ['search', 'a red wall'], true],
  ['search by picture', ['search', '--image', golden('pictures/noise-128x96.png')], true],
  ['status', ['status'], false],
  ['models verify', ['models', 'verify', 'tiny-siglip2'], false],
];

describe('the program works offline', () => {
  it('C11 opens no socket to any network, looks up no name and leaves no telemetry', (context) => {
    const strace = needProgram(context, 'strace');
    const machine = userMachine();
    for (const [verb, args, infers] of verbs(machine.videos)) {
      const calls = machine.trace(strace, PROGRAM, args);
      // The trace itself: it saw what every start reads.
      expect(
        calls.some((call) => call.includes('dist/main.js')),
        verb,
      ).toBe(true);
      // The guard itself: the inference library was there to be watched, in a thread of its own for index.
      if (infers)
        expect(
          calls.some((call) => /libonnxruntime|onnxruntime_binding/.test(call) && !call.includes('ENOENT')),
          verb,
        ).toBe(true);
      expect(
        calls.filter((call) => TELEMETRY.test(call)),
        verb,
      ).toEqual([]);
    }
    expect(machine.traces()).toEqual({ temp: [], cache: [], user: [] });
  });

  it('C11 does not even load the inference library where nothing is new', (context) => {
    const strace = needProgram(context, 'strace');
    const machine = userMachine();
    const loads = () =>
      machine
        .trace(strace, PROGRAM, ['index', machine.videos, '--profile', 'tiny'])
        .filter((call) => /onnxruntime.*\.(node|so)/.test(call));
    expect(loads()).not.toEqual([]);
    expect(loads()).toEqual([]);
  });

  it('C11 is watched by a guard that sees telemetry where it is not turned off', (context) => {
    const strace = needProgram(context, 'strace');
    const machine = userMachine();
    expect(machine.run([], PROGRAM, ['index', machine.videos, '--profile', 'tiny']).status).toBe(0);
    const source = readFileSync(PROGRAM, 'utf8');
    const talkative = source
      .split('\n')
      .filter((line) => !line.includes('ORT_DISABLE_TELEMETRY'))
      .join('\n')
      .replaceAll("'../dist/", `'${pathToFileURL(join(PROGRAM, '..', '..', 'dist')).href}/`);
    expect(talkative).not.toBe(source);
    const program = join(machine.folder, 'talkative.mjs');
    writeFileSync(program, talkative);
    const calls = machine
      .trace(strace, program, ['search', 'a red wall'])
      .filter((call) => TELEMETRY.test(call));
    const { temp, cache } = machine.traces();
    if (calls.length + temp.length + cache.length === 0)
      context.skip('this build of ONNX Runtime has no telemetry on this machine');
    expect(calls.length + temp.length + cache.length).toBeGreaterThan(0);
  });

  it('C11 does its work where there is no network at all, not even to itself', (context) => {
    const unshare = needProgram(context, 'unshare');
    if (spawnSync(unshare, ['-rn', 'true']).status !== 0)
      context.skip('this machine allows no network namespaces');
    const machine = userMachine();
    for (const [verb, args] of verbs(machine.videos)) {
      const { status, stderr } = machine.run([unshare, '-rn'], PROGRAM, args);
      expect(status, `${verb}: ${stderr}`).toBe(0);
    }
  });
});
