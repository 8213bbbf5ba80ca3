import type { ModelRole } from '../roles.ts';
import type { Clues, Draft } from './clues.ts';
import { inferFaceDetection } from './face-detection.ts';
import { inferFaceRecognition } from './face-recognition.ts';
import { inferImageText } from './image-text.ts';
import { inferReranker } from './reranker.ts';
import { inferSpeech } from './speech.ts';
import { inferText } from './text.ts';
import { inferVoiceActivity } from './voice-activity.ts';

const INFERENCES: Readonly<Record<ModelRole, (clues: Clues) => Draft>> = {
  speech: inferSpeech,
  text: inferText,
  'image-text': inferImageText,
  'face-detection': inferFaceDetection,
  'face-recognition': inferFaceRecognition,
  'voice-activity': inferVoiceActivity,
  reranker: inferReranker,
};

/**
 * A role's configuration as far as a model's files tell it.
 *
 * @throws HeimdexError `usage` where a graph is none for this role
 */
export function inferConfig(role: ModelRole, clues: Clues): Draft {
  return INFERENCES[role](clues);
}
