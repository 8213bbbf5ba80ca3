import type { Model } from '../../../domain/manifest/schema.ts';
import type { TestedOutput } from '../../../domain/self-test/tested-output.ts';
import { testFaceDetection } from './face-detection.ts';
import { testFaceRecognition } from './face-recognition.ts';
import { testImageText } from './image-text.ts';
import type { TestedFiles } from './open-tested-graph.ts';
import { testReranker } from './reranker.ts';
import { testSpeech } from './speech.ts';
import { testText } from './text.ts';
import { testVoiceActivity } from './voice-activity.ts';

/**
 * Loads a model, runs the fixed input of its role, and checks names, shapes and numbers.
 *
 * @throws SelfTestFault for what can't be right, HeimdexError `model-damaged` for a file that can't be loaded
 */
export function testRole(model: Model, files: TestedFiles): Promise<TestedOutput[]> {
  switch (model.role) {
    case 'speech':
      return testSpeech(model, files);
    case 'text':
      return testText(model, files);
    case 'image-text':
      return testImageText(model, files);
    case 'face-detection':
      return testFaceDetection(model, files);
    case 'face-recognition':
      return testFaceRecognition(model, files);
    case 'voice-activity':
      return testVoiceActivity(model, files);
    case 'reranker':
      return testReranker(model, files);
  }
}
