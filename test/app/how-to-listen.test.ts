import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { howToListen } from '../../src/app/how-to-listen.ts';
import { parseManifest } from '../../src/domain/manifest/parse-manifest.ts';

const NAME = 'models.manifest.json';
const manifest = parseManifest(readFileSync(new URL(`../../${NAME}`, import.meta.url), 'utf8'), NAME);
const { profiles } = manifest;

test.each([
  [
    'the profile that was named',
    'standard',
    'siglip2-base-patch16-224',
    'heimdex models pull --profile standard',
  ],
  [
    'that of the model for pictures',
    undefined,
    profiles.max!['image-text']!,
    'heimdex models pull --profile max',
  ],
  [
    'by name, where the model for pictures is of no profile',
    undefined,
    'own',
    'heimdex models pull whisper-base silero-vad',
  ],
  [
    'by name, and named to index too, where the profile has none',
    'demo',
    'demo-sight',
    'heimdex models pull whisper-base silero-vad, then index --with speech=whisper-base --with voice-activity=silero-vad',
  ],
])('the models to listen are brought: %s', (_, profile, sight, command) => {
  expect(howToListen(manifest, { profile }, sight)).toBe(command);
});
