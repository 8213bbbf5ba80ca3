import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/domain/manifest/schema.ts';
import { parseAlternative, selectModels } from '../../../src/domain/manifest/select-models.ts';
import { madeModel } from '../../support/made-models.ts';

const entry = (key: string) => {
  const { key: _, ...model } = madeModel(key, { f: new Uint8Array(1) }).model;
  return model;
};
const manifest = {
  schemaVersion: 1,
  models: {
    'words-small': entry('words-small'),
    'words-large': entry('words-large'),
    speaker: { ...entry('speaker'), role: 'speech' },
  },
  profiles: { lite: { text: 'words-small', speech: 'speaker' } },
} as unknown as Manifest;

const keysOf = (choice: Parameters<typeof selectModels>[1]) =>
  selectModels(manifest, choice).map(({ key }) => key);

test('a profile means its models', () => {
  expect(keysOf({ profile: 'lite' })).toEqual(['words-small', 'speaker']);
});

test('names and a profile mean both, each model once', () => {
  expect(keysOf({ names: ['words-large', 'speaker'], profile: 'lite' })).toEqual([
    'words-small',
    'words-large',
    'speaker',
  ]);
});

test('an alternative takes the place of the profile’s model for its role', () => {
  expect(keysOf({ profile: 'lite', alternatives: new Map([['text', 'words-large']]) })).toEqual([
    'words-large',
    'speaker',
  ]);
});

test('no choice means no model', () => {
  expect(keysOf({})).toEqual([]);
});

describe('what is not there is an error of usage', () => {
  test.each([
    [{ names: ['word-small'] }, 'there is no model word-small (did you mean words-small?)'],
    [{ names: ['toString'] }, 'there is no model toString'],
    [{ profile: 'lit' }, 'there is no profile lit (did you mean lite?)'],
    [{ profile: 'constructor' }, 'there is no profile constructor'],
    [
      { alternatives: new Map([['text', 'speaker']] as const) },
      'speaker is a model for speech, not for text',
    ],
  ])('%o', (choice, message) => {
    expect(() => selectModels(manifest, choice)).toThrow(expect.objectContaining({ code: 'usage', message }));
  });
});

describe('ROLE=MODEL', () => {
  test('is read', () => {
    expect(parseAlternative('speech=whisper-medium')).toEqual(['speech', 'whisper-medium']);
  });

  test.each(['speech', 'speech=', '=x', 'speech=a=b', ''])('"%s" is not', (text) => {
    expect(() => parseAlternative(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  test('with an unknown role names the nearest', () => {
    expect(() => parseAlternative('speach=x')).toThrow('there is no role speach (did you mean speech?)');
  });
});
