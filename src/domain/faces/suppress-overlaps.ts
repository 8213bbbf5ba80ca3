import type { DetectedFace } from '../face.ts';
import { overlapOf } from './overlap.ts';

/** So many of the surest candidates are looked at: FaceDetectorYN's `top_k`. */
const MOST = 5000;

/**
 * Greedy non-maximum suppression: the surest face stays and removes those that overlap it by more than the threshold, and
 * so on, as OpenCV's FaceDetectorYN does it (dnn/nms.inl.hpp), but with boxes that keep their fractions.
 *
 * @param removes whether a face that stays removes another one, which is less sure
 * @returns the surest first; equally sure ones in the order in which they came
 */
export function suppressOverlaps<T extends DetectedFace>(
  candidates: readonly T[],
  overlapThreshold: number,
  removes: (kept: T, other: T) => boolean = () => false,
): T[] {
  const kept: T[] = [];
  for (const face of [...candidates].sort((a, b) => b.score - a.score).slice(0, MOST)) {
    const removed = kept.some(
      (each) => overlapOf(each.box, face.box) > overlapThreshold || removes(each, face),
    );
    if (!removed) kept.push(face);
  }
  return kept;
}
