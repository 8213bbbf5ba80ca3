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

export interface DecodeOptions extends SamplingOptions {
  /** `auto`: the graphics hardware decodes what it can. */
  readonly hwaccel: 'none' | 'auto';
}

export type DecodedPicture =
  | { readonly kind: 'small'; readonly frame: SmallFrame }
  | { readonly kind: 'candidate'; readonly frame: DecodedFrame };

export interface VideoDecoder {
  /**
   * Decodes a video once. Every frame gives a small picture, longest side 160 pixels; the first of each interval gives
   * a candidate too, right after the small picture of the same time. Times only grow: a frame that goes back in time
   * is left out. Pictures are upright, with square pixels, and HDR ones are mapped to the range of ordinary screens.
   *
   * @param onComplaint called with each thing that the decoder finds wrong with the file
   * @param onNotice called with what is no fault of the file, such as that software decodes after all
   * @throws HeimdexError `media-unreadable` where not one frame can be decoded, where the decoder hangs or dies;
   *   `ffmpeg-missing`, `interrupted`
   */
  decode(
    absolutePath: string,
    facts: VideoFacts,
    options: DecodeOptions,
    signal: AbortSignal,
    onComplaint?: (complaint: string) => void,
    onNotice?: (notice: string) => void,
  ): AsyncIterable<DecodedPicture>;
}

export interface PickedPicture {
  /** Presentation time. */
  readonly time: Microseconds;
  readonly picture: RgbImage;
}

export interface PicturePicker {
  /**
   * Single frames of a video as large as they are wanted, upright, with square pixels, HDR ones mapped to the range of
   * ordinary screens; in order of time.
   *
   * @param times of frames as the decoder tells them; one that can't be decoded is left out
   * @param side the longest that a picture may have, pixels; none is enlarged
   * @param onComplaint called with each thing that the decoder finds wrong with the file
   * @throws HeimdexError `ffmpeg-missing`, `interrupted`
   */
  pick(
    absolutePath: string,
    facts: VideoFacts,
    times: readonly Microseconds[],
    side: number,
    signal: AbortSignal,
    onComplaint?: (complaint: string) => void,
  ): AsyncIterable<PickedPicture>;
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
  /**
   * A photo itself, upright.
   *
   * @param side the longest that it may have, pixels; none is enlarged
   * @throws HeimdexError `media-unreadable`
   */
  readWhole(absolutePath: string, side: number): Promise<RgbImage>;
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
