import { describe, expect, it } from 'vitest';
import { chooseTextModelToSearch } from '../../src/app/choose-text-model.ts';
import type { Manifest, TextModel } from '../../src/domain/manifest/schema.ts';
import { passageSpaceOf, type Space } from '../../src/domain/space.ts';
import { workingText } from '../support/working-models.ts';

const many = (key: string, seed: number, languages: readonly string[]): TextModel => {
  const { model } = workingText({ seed, config: { languages: [...languages] } });
  return { ...(model as unknown as TextModel), key };
};
const small = many('small', 1, ['en']);
const large = many('large', 2, ['*']);
const manifest = {
  schemaVersion: 1,
  models: Object.fromEntries([small, large].map(({ key, ...model }) => [key, model])),
  profiles: { lite: { text: 'small' }, standard: { text: 'large' }, max: {}, demo: {} },
} as unknown as Manifest;
const installed =
  (...keys: string[]) =>
  ({ key }: { key: string }) =>
    Promise.resolve(keys.includes(key));
const spaceOf = (model: TextModel, id: number, vectors: number): Space => ({
  ...passageSpaceOf(model),
  id,
  vectors,
  holds: 'passages',
});

describe('chooseTextModelToSearch', () => {
  const search = (spaces: readonly Space[], there: string[], query = 'a horse') =>
    chooseTextModelToSearch(manifest, spaces, query, installed(...there));

  it('takes the installed model with most vectors', async () => {
    const spaces = [spaceOf(small, 1, 10), spaceOf(large, 2, 500)];
    expect(await search(spaces, ['small', 'large'])).toMatchObject({
      model: { key: 'large' },
      space: { id: 2 },
    });
    expect(await search(spaces, ['small'])).toMatchObject({ model: { key: 'small' }, space: { id: 1 } });
  });

  it('passes over a model that does not know the language', async () => {
    const spaces = [spaceOf(small, 1, 500), spaceOf(large, 2, 10)];
    expect(await search(spaces, ['small', 'large'], '바다')).toMatchObject({ model: { key: 'large' } });
    expect(await search([spaces[0]!], ['small'], '바다')).toEqual({ missing: 'small knows en alone' });
  });

  it('says what is missing', async () => {
    expect(await search([spaceOf(small, 1, 5)], [])).toEqual({
      missing: 'small is not installed (heimdex models pull small)',
    });
    const own = { ...manifest.models.small!, source: { kind: 'local', revision: '0'.repeat(40) } };
    const withOwn = { ...manifest, models: { ...manifest.models, small: own } } as unknown as Manifest;
    expect(await chooseTextModelToSearch(withOwn, [spaceOf(small, 1, 5)], 'a horse', installed())).toEqual({
      missing:
        'small is not installed (heimdex models add text FOLDER --name small, from where it came, or heimdex models import FILE)',
    });
    const unknown = { ...spaceOf(small, 1, 5), model: 'elsewhere', weights: 'other', revision: '0123456789' };
    expect(await search([unknown], ['small'])).toEqual({ missing: 'no manifest names elsewhere at 0123456' });
  });

  it('says nothing of a library without vectors of passages', async () => {
    expect(await search([], ['small'])).toBeUndefined();
    expect(await search([spaceOf(small, 1, 0)], ['small'])).toBeUndefined();
  });
});

describe('the space of a text model', () => {
  it('is another with another tokenizer, pooling or weights beside the graph, and the same under another name', () => {
    const space = passageSpaceOf(small);
    expect(passageSpaceOf({ ...small, key: 'renamed' })).toEqual({ ...space, model: 'renamed' });
    const { files, config } = small;
    const digest = 'f'.repeat(64);
    const tokenizer = files.map((file) =>
      file.path === config.tokenizer ? { ...file, sha256: digest } : file,
    );
    const others: TextModel[] = [
      { ...small, files: tokenizer as TextModel['files'] },
      { ...small, files: [...files, { path: 'model.onnx_data', bytes: 1, sha256: digest }] },
      { ...small, config: { ...config, pooling: 'first' } },
      { ...small, config: { ...config, maxTokens: 12 } },
    ];
    for (const other of others) {
      const { weights, preprocessing } = passageSpaceOf(other);
      expect([weights, preprocessing]).not.toEqual([space.weights, space.preprocessing]);
    }
  });
});
