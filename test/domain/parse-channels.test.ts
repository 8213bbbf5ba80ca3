import { describe, expect, it } from 'vitest';
import { parseChannels } from '../../src/domain/parse-channels.ts';

describe('parseChannels', () => {
  it.each([
    ['sight', [['sight', 1]]],
    [
      'sight,words',
      [
        ['sight', 1],
        ['words', 1],
      ],
    ],
    [
      'people , meaning=2.5',
      [
        ['people', 1],
        ['meaning', 2.5],
      ],
    ],
    [
      ' sight = 3 ,words= 1e1',
      [
        ['sight', 3],
        ['words', 10],
      ],
    ],
    [
      'words=100,sight=0.001',
      [
        ['words', 100],
        ['sight', 0.001],
      ],
    ],
    ['sight,sight=4', [['sight', 4]]],
  ])('reads %j', (text, channels) => {
    expect([...parseChannels(text)]).toEqual(channels);
  });

  it.each([
    ['', 'there is no channel "": sight, words, meaning, people', '--channels sight,words'],
    ['sight,', 'there is no channel ""', '--channels sight,words'],
    [',', 'there is no channel ""', '--channels sight,words'],
    ['=2', 'there is no channel ""', '--channels sight,words'],
    ['word', 'there is no channel "word"', '--channels words'],
    ['Sight', 'there is no channel "Sight"', '--channels sight'],
    ['sight words', 'there is no channel "sight words"', '--channels'],
    ['constructor', 'there is no channel "constructor"', '--channels sight,words'],
    ['sight=0', 'a channel counts above 0 and at most 100: sight=0', '--channels sight,words=2'],
    ['sight=-1', 'a channel counts above 0 and at most 100: sight=-1', '--channels'],
    ['sight=101', 'a channel counts above 0 and at most 100: sight=101', '--channels'],
    ['sight=', 'a channel counts above 0 and at most 100: sight=', '--channels'],
    ['sight=much', 'a channel counts above 0 and at most 100: sight=much', '--channels'],
    ['sight=NaN', 'a channel counts above 0', '--channels'],
    ['sight=1=2', 'a channel counts above 0 and at most 100: sight=1=2', '--channels'],
    ['words,sight=Infinity', 'a channel counts above 0 and at most 100: sight=Infinity', '--channels'],
  ])('refuses %j', (text, message, hint) => {
    expect(() => parseChannels(text)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });
});
