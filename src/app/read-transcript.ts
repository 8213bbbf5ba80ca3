import { HeimdexError } from '../domain/errors.ts';
import type { SegmentFinder } from '../domain/ports/segments.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';
import type { SegmentSource } from '../domain/speech/segment.ts';
import { splitTexts, type VideoText } from '../domain/speech/split-texts.ts';
import { findVideo, type NamedVideo, type ShownPlace } from './find-video.ts';

export interface Transcript extends VideoText {
  readonly places: readonly ShownPlace[];
  /** Other texts of the video. */
  readonly others: readonly Pick<VideoText, 'source' | 'language'>[];
}

/**
 * Reads what is said in the video that a user named by its path or a unique end of it.
 *
 * @param wanted which of its texts; where several fit the best one is taken
 * @throws HeimdexError `usage` where no video fits, or several, or nothing is known of what is said in it
 */
export function readTranscript(
  named: NamedVideo,
  wanted: { readonly source?: SegmentSource | undefined; readonly language?: string | undefined },
  { segments, volumes }: { segments: SegmentFinder; volumes: Volumes },
): Transcript {
  const { video, places } = findVideo(named, segments.places(), volumes);
  const texts = splitTexts(segments.segments(video));
  const { path } = places[0]!;
  if (texts.length === 0) {
    throw new HeimdexError('usage', `the library holds nothing that is said in ${path}`, {
      hint: 'heimdex status tells what was indexed; a video without speech or subtitles has none',
    });
  }
  const text = texts.find(
    ({ source, language }) =>
      (wanted.source ?? source) === source && (wanted.language ?? language) === language,
  );
  if (text === undefined) {
    const asked = [wanted.source, wanted.language].filter((each) => each !== undefined).join(', ');
    throw new HeimdexError('usage', `${path} has no text of ${asked}: ${texts.map(nameOf).join('; ')}`, {
      hint: 'leave --source and --language out, or name one that is there',
    });
  }
  return { ...text, places, others: texts.filter((other) => other !== text) };
}

/** A text in words: its source, and its language where that is known. */
export function nameOf({ source, language }: Pick<VideoText, 'source' | 'language'>): string {
  return language === undefined ? source : `${source} (${language})`;
}
