import { HeimdexError } from '../../domain/errors.ts';
import type { VideoDecoder } from '../../domain/ports/media.ts';
import { type Decoding, decodeOnce } from './decode-once.ts';
import type { MediaTools } from './locate-ffmpeg.ts';
import { passthroughOption } from './passthrough-option.ts';

/** With no picture for this long ffmpeg counts as hung. Seeking over a damaged stretch of a large file stays below. */
const STALL_MS = 120_000;

/** ffmpeg's words on hardware that can't be had: nothing is wrong with the file. */
const ABOUT_HARDWARE = /device|hwaccel|vaapi|vdpau|cuda|cuvid|qsv|vulkan|drm|videotoolbox|d3d|dxva/i;

/** Decodes with one ffmpeg process a video, in the background while the consumer works (docs/decisions/023-decode-pass.md). */
export function createVideoDecoder(
  tools: MediaTools,
  { stallMs = STALL_MS, threads = 0 } = {},
): VideoDecoder {
  let passthrough: Promise<string[]> | undefined;
  return {
    async *decode(path, facts, options, signal, onComplaint = () => {}, onNotice = () => {}) {
      passthrough ??= passthroughOption(tools.ffmpeg, signal);
      const decoding: Decoding = {
        ffmpeg: tools.ffmpeg,
        passthrough: await passthrough,
        stallMs,
        threads,
        path,
        facts,
        options,
        signal,
        onComplaint,
        onNotice,
      };
      if (options.hwaccel === 'none') return yield* decodeOnce(decoding);
      let begun = false;
      const early: string[] = [];
      const onEarly = (complaint: string) => {
        if (!begun) early.push(complaint);
        else if (!ABOUT_HARDWARE.test(complaint)) onComplaint(complaint);
      };
      try {
        for await (const picture of decodeOnce({ ...decoding, onComplaint: onEarly })) {
          if (!begun) {
            begun = true;
            for (const complaint of early) onEarly(complaint);
          }
          yield picture;
        }
      } catch (error) {
        const isOfDecoding = error instanceof HeimdexError && error.code === 'media-unreadable';
        if (begun || !isOfDecoding) throw error;
        onNotice(`the hardware decoder did not start, software decodes: ${early[0] ?? error.message}`);
        yield* decodeOnce({ ...decoding, options: { ...options, hwaccel: 'none' } });
      }
    },
  };
}
