import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../src/cli/host.ts';
import { huggingFaceCache } from '../../src/cli/hugging-face-cache.ts';
import { HeimdexError } from '../../src/domain/errors.ts';

function host(env: Host['env'], { userHome, cwd }: { userHome?: string; cwd?: () => string } = {}): Host {
  return {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    env,
    get cwd() {
      return (cwd ?? (() => '/here'))();
    },
    userHome,
    tempFolder: '/tmp',
    platform: 'linux',
    onSignal: () => () => {},
    pauseNow() {},
    lowerPriority() {},
    exitNow: (code) => {
      throw new Error(`exit ${code}`);
    },
  };
}

const ALL = {
  HF_HUB_CACHE: '/a',
  HUGGINGFACE_HUB_CACHE: '/b',
  HF_HOME: '/c',
  XDG_CACHE_HOME: '/d',
};

describe('the Hugging Face cache', () => {
  it.each([
    [[], '/a'],
    [['HF_HUB_CACHE'], '/b'],
    [['HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE'], '/c/hub'],
    [['HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE', 'HF_HOME'], '/d/huggingface/hub'],
    [Object.keys(ALL), '/home/ann/.cache/huggingface/hub'],
  ])('with %j empty or unset lies in %s', (names, folder) => {
    const without = Object.fromEntries(Object.entries(ALL).filter(([name]) => !names.includes(name)));
    const emptied = { ...ALL, ...Object.fromEntries(names.map((name) => [name, ''])) };
    for (const env of [without, emptied])
      expect(huggingFaceCache(host(env, { userHome: '/home/ann' }))).toBe(folder);
  });

  it('is not looked for in a relative XDG_CACHE_HOME', () => {
    const env = { XDG_CACHE_HOME: 'cache' };
    expect(huggingFaceCache(host(env, { userHome: '/home/ann' }))).toBe('/home/ann/.cache/huggingface/hub');
  });

  it('may be named from the working folder, or by "~"', () => {
    expect(huggingFaceCache(host({ HF_HOME: 'hf' }))).toBe('/here/hf/hub');
    expect(huggingFaceCache(host({ HF_HOME: '~/hf' }, { userHome: '/home/ann' }))).toBe('/home/ann/hf/hub');
    expect(huggingFaceCache(host({ HF_HUB_CACHE: '~' }, { userHome: '/home/ann' }))).toBe('/home/ann');
    expect(huggingFaceCache(host({ HF_HUB_CACHE: '~ann' }))).toBe('/here/~ann');
  });

  it('is none where no home is known, or the working folder is gone', () => {
    const gone = () => {
      throw new HeimdexError('config-invalid', 'the working folder is gone');
    };
    expect(huggingFaceCache(host({}))).toBeUndefined();
    expect(huggingFaceCache(host({ HF_HOME: '~/hf' }))).toBeUndefined();
    expect(huggingFaceCache(host({ HF_HOME: 'hf' }, { cwd: gone }))).toBeUndefined();
    expect(huggingFaceCache(host({ HF_HOME: '/hf' }, { cwd: gone }))).toBe('/hf/hub');
  });
});
