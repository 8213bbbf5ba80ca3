import type { VideoFacts } from '../../domain/video.ts';

/** The dynamic range that ffmpeg's name of a transfer characteristic, or a text that holds it, stands for. */
export function dynamicRange(transfer: string): VideoFacts['dynamicRange'] {
  if (transfer.includes('smpte2084')) return 'pq';
  return transfer.includes('arib-std-b67') ? 'hlg' : 'sdr';
}
