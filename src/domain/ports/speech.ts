import type { Segment, SegmentSource } from '../speech/segment.ts';
import type { Microseconds } from '../time.ts';
import type { VideoFacts } from '../video.ts';

/** A piece of sound: 16 kHz, one channel, −1…1. */
export interface Sound {
  /** Presentation time of the first sample. */
  readonly start: Microseconds;
  readonly samples: Float32Array;
  /** How many of the samples are silence because the file has none there; none where it does not say. */
  readonly missing?: number;
}

/** One stream of a media file. */
export interface StreamFacts {
  /** Its number among the streams of its kind, from 0, as ffmpeg counts them. */
  readonly index: number;
  /** ISO 639-1 where the file states a language that has such a code. */
  readonly language: string | undefined;
  readonly title: string | undefined;
  readonly isDefault: boolean;
}

export interface AudioDecoder {
  /** The file's audio streams; none where it has no sound. */
  streams(absolutePath: string, signal: AbortSignal): Promise<readonly StreamFacts[]>;
  /**
   * Decodes one audio stream once, in pieces of at most a second that follow each other without gap or overlap: what the
   * file leaves out is silence, so a sample's number tells its time.
   *
   * @throws HeimdexError `media-unreadable` where nothing can be decoded, `ffmpeg-missing`, `interrupted`
   */
  decode(
    absolutePath: string,
    stream: number,
    signal: AbortSignal,
    onComplaint?: (complaint: string) => void,
  ): AsyncIterable<Sound>;
}

/**
 * What goes through the transcriber at once: stretches in which somebody speaks, in order. They are heard with half a second
 * of silence between; with that they should not be longer than 30 s, for what is longer takes another run of the model.
 */
export interface Utterance {
  readonly parts: readonly Sound[];
}

export interface VoiceDetector {
  /** The probability of speech in each window of 512 samples, as they come; the state goes on until `reset`. */
  probabilities(samples: Float32Array): Promise<Float32Array>;
  reset(): void;
  close(): Promise<void>;
}

/** What one utterance was heard as. */
export interface Heard {
  /** Of this utterance, in order; times are the video's. Empty where nothing that can be trusted was said. */
  readonly segments: readonly Segment[];
}

export interface Transcriber {
  /**
   * Writes down what is said. No segment goes over the border of two stretches.
   *
   * @param language code of ISO 639-1 that the model knows; undefined: the model tells it from the sound
   * @throws HeimdexError `usage` for a language that the model does not know, `interrupted` between two tokens
   */
  transcribe(utterance: Utterance, language: string | undefined, signal: AbortSignal): Promise<Heard>;
  /**
   * How likely each language is that the model knows, by its ISO 639-1 code; empty where it knows only one, and for silence.
   * Who has the same utterance written down later pays for listening once, unless more than `LOOK_AHEAD` others
   * (choose-language.ts) were asked about in between.
   */
  languages(utterance: Utterance, signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** Time spent inside the inference library so far, milliseconds. */
  busyMilliseconds(): number;
  close(): Promise<void>;
}

/** A text that somebody made for a video. */
export interface SubtitleText {
  readonly source: Exclude<SegmentSource, 'speech'>;
  /** The track's number or the file's name, for people. */
  readonly name: string;
  readonly language: string | undefined;
  readonly segments: readonly Segment[];
}

export interface SubtitleReader {
  /**
   * The texts of a video: its text tracks, or files beside it that carry its name (`a.mp4`: `a.srt`, `a.ko.vtt`). Cues
   * in order of time, without markup, within the video; what can't be read is told and left out. None where nothing can.
   *
   * @param video when it starts and how long it is; a length of 0 stands for one that nobody knows
   * @throws HeimdexError `ffmpeg-missing`, `interrupted`
   */
  read(
    absolutePath: string,
    video: Pick<VideoFacts, 'start' | 'duration'>,
    signal: AbortSignal,
    onNotice?: (notice: string) => void,
  ): Promise<readonly SubtitleText[]>;
}

/** Tells whether the subtitle files beside a video are still those that were read. */
export interface SidecarStamps {
  /** The same as long as no such file comes, goes or changes; undefined where there is none, or nobody can tell. */
  stampOf(absolutePath: string): Promise<string | undefined>;
}
