import type { DecodedFrame, RgbImage, SmallFrame } from '../frame.ts';
import type { Microseconds } from '../time.ts';
import type { Fingerprint, FoundFile, VideoFacts } from '../video.ts';

export interface MediaProber {
  /**
   * What a file holds; undefined where that is neither a picture nor sound. `kindOf` tells which.
   *
   * @throws HeimdexError `media-unreadable` where it is no media file, `ffmpeg-missing`
   */
  probe(absolutePath: string, signal: AbortSignal): Promise<VideoFacts | undefined>;
}

export interface SamplingOptions {
  /** One frame is taken in each span of this length, the first that begins in it. */
  readonly interval: Microseconds;
  /** Width and height of the square picture for the model, pixels; the frame is squeezed or cut to it. */
  readonly modelSize: number;
  readonly crop: 'none' | 'center';
  readonly resample: 'bilinear' | 'bicubic';
  /** Longest side of the picture for people, pixels. */
  readonly thumbnailSide: number;
}

export interface FrameSource {
  /**
   * Decodes a video once and yields sampled frames in order of time, upright and with square pixels.
   *
   * @param onComplaint called with each thing that the decoder finds wrong with the file
   * @throws HeimdexError `media-unreadable` where not one frame can be decoded
   */
  frames(
    absolutePath: string,
    facts: VideoFacts,
    options: SamplingOptions,
    signal: AbortSignal,
    onComplaint?: (complaint: string) => void,
  ): AsyncIterable<DecodedFrame>;
}

/** A photo, decoded. Its frame and its small picture have the time 0. */
export interface Photo {
  readonly facts: VideoFacts;
  readonly frame: DecodedFrame;
  readonly small: SmallFrame;
}

/** Reads photos: videos of one frame. */
export interface PhotoReader {
  /**
   * What a photo is, without decoding it: container `jpeg`, `png`, `webp`, `avif` or `heic`; the size as shown;
   * duration 0.
   *
   * @throws HeimdexError `media-unreadable`
   */
  probe(absolutePath: string): Promise<VideoFacts>;
  /**
   * Decodes a photo, upright.
   *
   * @throws HeimdexError `media-unreadable`
   */
  read(absolutePath: string, options: Omit<SamplingOptions, 'interval'>): Promise<Photo>;
}

export interface Fingerprinter {
  /** @throws HeimdexError `media-unreadable` */
  fingerprint(file: FoundFile): Promise<Fingerprint>;
}

export interface Thumbnailer {
  /** A WebP picture. */
  encode(image: RgbImage): Promise<Uint8Array>;
}

export interface ImageReader {
  /**
   * A picture file as a model's square input, upright.
   *
   * @throws HeimdexError `image-unreadable`
   */
  readForModel(
    path: string,
    options: Pick<SamplingOptions, 'modelSize' | 'crop' | 'resample'>,
  ): Promise<RgbImage>;
}
