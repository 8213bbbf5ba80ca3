import type { Shot } from '../../domain/shot.ts';
import type { Microseconds } from '../../domain/time.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { SIGHT_SAMPLING } from '../sight-stage.ts';
import { framesOf, type PictureSources } from './frames-of.ts';

/** Nothing is made of these pictures. */
const NO_PICTURE = { modelSize: 16, crop: 'none', resample: 'bilinear', hwaccel: 'none' } as const;

/**
 * When the frames are that stand for a video, and its shots, in order of time: those that the stage "sight" would choose.
 *
 * @throws HeimdexError `media-unreadable`, `interrupted`
 */
export async function chooseTimes(
  path: string,
  facts: VideoFacts,
  sources: PictureSources,
  signal: AbortSignal,
): Promise<{ times: Microseconds[]; shots: Shot[] }> {
  const shots: Shot[] = [];
  const times: Microseconds[] = [];
  const listener = {
    onShot: (shot: Shot) => void shots.push(shot),
    onDecoded: () => {},
    onComplaint: () => {},
    onNotice: () => {},
  };
  const sampling = { ...SIGHT_SAMPLING, ...NO_PICTURE, thumbnailSide: 16 };
  for await (const { time } of framesOf(path, facts, sources, sampling, listener, signal)) times.push(time);
  return { times, shots };
}
