import { describe, expect, it } from 'vitest';
import { chooseReranker } from '../../src/app/choose-reranker.ts';
import type { Manifest } from '../../src/domain/manifest/schema.ts';
import { workingReranker, workingText } from '../support/working-models.ts';

const entry = (languages: readonly string[]) => {
  const { key: _, ...model } = workingReranker().model;
  return { ...model, config: { ...model.config, languages } };
};
const { key: _, ...text } = workingText().model;
const manifest = {
  schemaVersion: 1,
  models: { text, large: entry(['*']), english: entry(['en']), korean: entry(['ko']) },
  profiles: {},
} as unknown as Manifest;
const installed =
  (...keys: string[]) =>
  ({ key }: { key: string }) =>
    Promise.resolve(keys.includes(key));

describe('chooseReranker', () => {
  const choose = async (question: string, there: string[], named?: string, among = manifest) =>
    (await chooseReranker(among, { question, named }, installed(...there))).key;

  it('takes the first installed one that knows the language', async () => {
    expect(await choose('a horse', ['large', 'english', 'korean'])).toBe('large');
    expect(await choose('a horse', ['english', 'korean'])).toBe('english');
    expect(await choose('말 한 마리', ['english', 'korean'])).toBe('korean');
  });

  it('prefers those that profiles name, the best profile first', async () => {
    const profiles = { lite: { reranker: 'large' }, max: { reranker: 'english' } };
    const withProfiles = { ...manifest, profiles } as Manifest;
    expect(await choose('a horse', ['large', 'english'], undefined, withProfiles)).toBe('english');
    expect(await choose('말', ['large', 'english'], undefined, withProfiles)).toBe('large');
  });

  it('names the command that brings a model of the user back', async () => {
    const own = { ...manifest.models.korean!, source: { kind: 'local', revision: '0'.repeat(40) } };
    const withOwn = { ...manifest, models: { ...manifest.models, korean: own } } as unknown as Manifest;
    const hint =
      'heimdex models add reranker FOLDER --name korean, from where it came, or heimdex models import FILE';
    await expect(choose('말', [], 'korean', withOwn)).rejects.toMatchObject({ hint });
    const alone = { ...withOwn, models: { korean: withOwn.models.korean! } };
    await expect(choose('말', [], undefined, alone)).rejects.toMatchObject({ hint });
  });

  it('takes the named one, and no other', async () => {
    expect(await choose('a horse', ['large', 'english'], 'english')).toBe('english');
    await expect(choose('a horse', ['large'], 'english')).rejects.toMatchObject({
      code: 'model-missing',
      hint: 'heimdex models pull english',
    });
    await expect(choose('말', ['large', 'english'], 'english')).rejects.toMatchObject({
      code: 'usage',
      message: 'english knows en alone, which the query is not written in',
      hint: 'heimdex models pull large',
    });
    await expect(choose('a horse', ['large'], 'text')).rejects.toMatchObject({ code: 'usage' });
    await expect(choose('a horse', ['large'], 'larg')).rejects.toMatchObject({ code: 'usage' });
  });

  it('says which one to pull where none is there, or none that knows the language', async () => {
    await expect(choose('a horse', [])).rejects.toMatchObject({
      code: 'model-missing',
      message: 'no reranker is installed',
      hint: 'heimdex models pull large',
    });
    await expect(choose('말', ['english'])).rejects.toMatchObject({
      code: 'model-missing',
      message: "no reranker that knows the query's language is installed (english does not)",
      hint: 'heimdex models pull large',
    });
    const alone = { ...manifest, models: { english: entry(['en']) } } as unknown as Manifest;
    await expect(choose('말', ['english'], undefined, alone)).rejects.toMatchObject({
      code: 'model-missing',
      hint: 'leave --rerank out',
    });
  });
});
