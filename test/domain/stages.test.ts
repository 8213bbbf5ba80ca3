import { expect, it } from 'vitest';
import { parseStage } from '../../src/domain/stages.ts';

it('knows a stage by its name', () => {
  expect(parseStage('sight')).toBe('sight');
  expect(parseStage('speech')).toBe('speech');
});

it('proposes the stage that was nearly named, else another place for the option', () => {
  const refusal = (name: string) => {
    try {
      return parseStage(name);
    } catch (error) {
      return error;
    }
  };
  expect(refusal('sigth')).toMatchObject({ code: 'usage', hint: '--reindex sight' });
  expect(refusal('./videos')).toMatchObject({
    code: 'usage',
    message: 'there is no stage ./videos: sight, speech, faces',
    hint: expect.stringContaining('behind the folders'),
  });
});
