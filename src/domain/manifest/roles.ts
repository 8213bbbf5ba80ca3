/** What a model is for. Apart from the manifest's form: to know the roles' names nothing else has to be loaded. */
export const ROLES = [
  'speech',
  'text',
  'image-text',
  'face-detection',
  'face-recognition',
  'voice-activity',
  'reranker',
] as const;

export type ModelRole = (typeof ROLES)[number];
