import type { FrameSource } from '../../domain/ports/media.ts';
import { createVideoDecoder } from './create-video-decoder.ts';
import type { MediaTools } from './locate-ffmpeg.ts';

/** The candidates of the decode pass alone. */
export function createFrameSource(tools: MediaTools, threads = 0): FrameSource {
  const decoder = createVideoDecoder(tools, { threads });
  return {
    async *frames(path, facts, options, signal, onComplaint) {
      const decoding = decoder.decode(path, facts, { ...options, hwaccel: 'none' }, signal, onComplaint);
      for await (const { kind, frame } of decoding) if (kind === 'candidate') yield frame;
    },
  };
}
