import { onTestFinished, type TestContext } from 'vitest';
import { openVoiceDetector } from '../../src/adapters/inference/open-voice-detector.ts';
import type { VoiceDetector } from '../../src/domain/ports/speech.ts';
import { sharedData } from './shared-data.ts';

/** The constants of `silero-vad` in models.manifest.json. */
const SILERO = { graph: 'onnx/model.onnx', sampleRate: 16_000, windowSamples: 512, contextSamples: 64 };

/** The real Silero, until the test ends; the test is skipped where it is not at hand. */
export async function openSilero(context: TestContext): Promise<VoiceDetector> {
  const graph = sharedData(context, 'models/silero-vad/silero_vad.onnx');
  const detector = await openVoiceDetector(graph, 'silero-vad', SILERO);
  onTestFinished(() => detector.close());
  return detector;
}
