import { describe, expect, it } from 'vitest';
import { chooseOptionalModel } from '../../src/app/choose-optional-model.ts';
import type { ModelRole } from '../../src/domain/manifest/roles.ts';
import type { Manifest, Model } from '../../src/domain/manifest/schema.ts';

const HUB = { kind: 'hub', repo: 'someone/some-model', revision: '1'.repeat(40) } as const;
const BUNDLED = { kind: 'bundled', folder: 'demo/models/drawn', revision: '2'.repeat(40) } as const;
const finder = (source: Model['source']) => ({ role: 'face-detection', source, files: [] });

const manifest = {
  schemaVersion: 1,
  models: {
    drawn: finder(BUNDLED),
    small: finder(HUB),
    large: finder(HUB),
    extra: finder(HUB),
    teller: { ...finder(HUB), role: 'face-recognition' },
  },
  profiles: {
    lite: { 'face-detection': 'small' },
    max: { 'face-detection': 'large' },
    demo: { 'face-detection': 'drawn' },
    voices: {},
  },
} as unknown as Manifest;

async function chosen(
  there: readonly string[],
  { profile, named }: { profile?: string; named?: string } = {},
): Promise<string | undefined> {
  const alternatives = new Map<ModelRole, string>(named === undefined ? [] : [['face-detection', named]]);
  const isInstalled = (model: Model) => Promise.resolve(there.includes(model.key));
  return (await chooseOptionalModel('face-detection', manifest, { profile, alternatives }, isInstalled))?.key;
}

describe('chooseOptionalModel', () => {
  it.each([
    [['small', 'large', 'extra', 'drawn'], 'large'],
    [['small', 'extra', 'drawn'], 'small'],
    [['extra', 'drawn', 'teller'], 'extra'],
    [['teller'], undefined],
  ])('of %j takes %s', async (there, key) => {
    expect(await chosen(there)).toBe(key);
  });

  it('never takes the demo’s unasked, though it is always installed', async () => {
    expect(await chosen(['drawn'])).toBeUndefined();
    expect(await chosen(['drawn'], { profile: 'lite' })).toBeUndefined();
  });

  it('takes the demo’s for its profile, and no other', async () => {
    expect(await chosen(['drawn', 'large'], { profile: 'demo' })).toBe('drawn');
    expect(await chosen(['large'], { profile: 'demo' })).toBeUndefined();
  });

  it('takes what is named, installed or not', async () => {
    expect(await chosen(['large'], { profile: 'max', named: 'drawn' })).toBe('drawn');
    expect(await chosen([], { named: 'extra' })).toBe('extra');
    await expect(chosen(['teller'], { named: 'teller' })).rejects.toMatchObject({ code: 'usage' });
  });

  it('finds none in a profile without the role', async () => {
    expect(await chosen(['large'], { profile: 'voices' })).toBeUndefined();
  });
});
