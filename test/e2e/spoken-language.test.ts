import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { indexRig } from '../support/index-rig.ts';
import { ffmpeg } from '../support/media.ts';
import { installBeside, loudnessDetector, SCRIPT, scriptedWhisper } from '../support/scripted-speech.ts';

/** A sound of three seconds, silence, and a sound again: two stretches, one utterance. */
function speakingRig({ multilingual = true } = {}) {
  const rig = indexRig();
  const sound = join(rig.videos, 'a.wav');
  ffmpeg('-f', 'lavfi', '-i', 'aevalsrc=0.5*sin(2*PI*220*t)*not(between(t\\,4\\,8)):d=12', '-ac', '1', sound);
  const options = installBeside(rig.home, [scriptedWhisper({ multilingual }), loudnessDetector()]);
  const index = (...more: string[]) =>
    rig.run(['index', rig.videos, '--profile', 'tiny', '--json', ...options, ...more]);
  const segments = async () => {
    const { code, stdout, stderr } = await rig.run(['transcript', sound, '--json']);
    expect(code, stderr).toBe(0);
    return (JSON.parse(stdout).segments as { language: string; text: string }[]).map(
      ({ language, text }) => `${language}: ${text}`,
    );
  };
  return { ...rig, indexWith: index, segments };
}

describe('the language that is spoken', () => {
  test('is told from the sound, and with --language ko every segment is Korean and written as such', async () => {
    const rig = speakingRig();
    const { code, stderr } = await rig.indexWith();
    expect(code, stderr).toBe(0);
    const told = await rig.segments();
    expect(told).toHaveLength(2);
    expect(new Set(told)).toEqual(new Set([`en: ${SCRIPT.en}`]));
    expect((await rig.indexWith('--language', 'ko')).code).toBe(0);
    expect(await rig.segments()).toEqual(told.map(() => `ko: ${SCRIPT.ko}`));
  });

  test.each([
    [
      'of a code that the model does not know',
      true,
      'xx',
      'scripted-whisper does not know the language xx',
      'en ko',
    ],
    [
      'of a model that knows English alone',
      false,
      'ko',
      'does not know the language ko',
      'it knows English alone',
    ],
  ])(
    'is refused before anything is done where it is that %s',
    async (_, multilingual, code, message, hint) => {
      const rig = speakingRig({ multilingual });
      for (const more of [[], ['--dry-run']]) {
        const result = await rig.indexWith('--language', code, ...more);
        expect(result).toMatchObject({ code: 2, stdout: '' });
        const error = JSON.parse(result.stderr.trim().split('\n').at(-1)!);
        expect(error).toMatchObject({ code: 'usage', exit: 2 });
        expect(error.message).toContain(message);
        expect(error.try).toContain(hint);
      }
      expect(existsSync(rig.library)).toBe(false);
    },
  );

  test('may be given to a model that knows it alone', async () => {
    const rig = speakingRig({ multilingual: false });
    const { code, stderr } = await rig.indexWith('--language', 'en');
    expect(code, stderr).toBe(0);
    expect(new Set(await rig.segments())).toEqual(new Set([`en: ${SCRIPT.en}`]));
  });
});
