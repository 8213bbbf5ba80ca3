import { describe, expect, it } from 'vitest';
import type { ImageTextModel } from '../../src/domain/manifest/schema.ts';
import { isSameSpace, otherModelError, sightSpaceOf } from '../../src/domain/space.ts';
import { TINY, TINY_QUANTIZED } from '../support/golden.ts';

const space = sightSpaceOf(TINY);
const withVision = (change: Partial<ImageTextModel['config']['vision']>): ImageTextModel => ({
  ...TINY,
  config: { ...TINY.config, vision: { ...TINY.config.vision, ...change } },
});

describe('a space', () => {
  it('is known by the digest of the picture graph, the preprocessing and the dimension', () => {
    expect(space).toMatchObject({
      model: 'tiny-siglip2',
      weights: 'b3b2917e8ab16e19e9538b62a3753ea7354bc5c3db7dd884d94ea32de6029c2b',
      dimension: 32,
    });
    expect(isSameSpace(space, sightSpaceOf(TINY_QUANTIZED))).toBe(false);
    expect(isSameSpace(space, { ...space, dimension: 64 })).toBe(false);
  });

  it.each([
    ['size', { size: 32 }],
    ['resampling', { resample: 'bicubic' }],
    ['crop', { crop: 'center' }],
    ['mean', { mean: [0.4, 0.5, 0.5] }],
    ['standard deviation', { std: [0.4, 0.5, 0.5] }],
    ['output', { output: 'last_hidden_state' }],
  ] as const)('is another with another %s', (_, change) => {
    expect(isSameSpace(space, sightSpaceOf(withVision(change)))).toBe(false);
  });

  it('stays the same under another name, revision or text tower', () => {
    const renamed = {
      ...TINY,
      key: 'other',
      source: { ...TINY.source, revision: '0'.repeat(40) },
      config: { ...TINY.config, text: TINY_QUANTIZED.config.text },
    };
    expect(isSameSpace(space, sightSpaceOf(renamed))).toBe(true);
  });

  it('names both models where they differ', () => {
    const error = otherModelError('/lib.db', sightSpaceOf(TINY_QUANTIZED), [space]);
    expect(error.code).toBe('library-other-model');
    expect(error.message).toContain('tiny-siglip2 at cf02967');
    expect(error.message).toContain('tiny-siglip2-q8 at 4ab8cdf');
  });
});
