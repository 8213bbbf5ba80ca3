import type { FaceTemplate } from './similarity-transform.ts';

/**
 * Where SFace wants the landmarks, and how large it wants the face (OpenCV's FaceRecognizerSF): how faces are measured
 * where no model tells them apart.
 */
export const SFACE_TEMPLATE: { readonly landmarks: FaceTemplate; readonly size: number } = {
  landmarks: [
    [38.2946, 51.6963],
    [73.5318, 51.5014],
    [56.0252, 71.7366],
    [41.5493, 92.3655],
    [70.7299, 92.2041],
  ],
  size: 112,
};
