import { HeimdexError } from '../domain/errors.ts';
import type { SegmentFinder } from '../domain/ports/segments.ts';
import type { Volumes } from '../domain/ports/video-walker.ts';
import type { SegmentSource } from '../domain/speech/segment.ts';
import { splitTexts, type VideoText } from '../domain/speech/split-texts.ts';
import { findVideo, type NamedVideo, type ShownPlace } from './find-video.ts';
import { hasListened } from './speech-stage.ts';

export interface Transcript extends Omit<VideoText, 'source'> {
  readonly places: readonly ShownPlace[];
  /** Undefined where the video has no text at all. */
  readonly source: SegmentSource | undefined;
  /** Whether a model listened, or would have had there been any sound. */
  readonly isHeard: boolean;
  /** Other texts of the video. */
  readonly others: readonly Pick<VideoText, 'source' | 'language'>[];
}

/**
 * Reads what is said in the video that a user named by its path or a unique end of it.
 *
 * @param wanted which of its texts; where several fit the best one is taken
 * @returns no segments where the stage "speech" found nothing
 * @throws HeimdexError `usage` where no video fits, or several, or there is no such text, or the stage has not run
 */
export function readTranscript(
  named: NamedVideo,
  wanted: { readonly source?: SegmentSource | undefined; readonly language?: string | undefined },
  { segments, volumes }: { segments: SegmentFinder; volumes: Volumes },
): Transcript {
  const { video, places } = findVideo(named, segments.places(), volumes);
  const texts = splitTexts(segments.texts(video));
  const { path } = places[0]!;
  const runs = segments.runs(video).filter(({ state }) => state !== 'failed');
  if (runs.length === 0) {
    throw new HeimdexError('usage', `what is said in ${path} has not been indexed`, {
      hint: `heimdex index ${JSON.stringify(path)}`,
    });
  }
  const isHeard = runs.some(({ parameters }) => hasListened(parameters));
  const isAnyWanted = wanted.source === undefined && wanted.language === undefined;
  if (texts.length === 0 && isAnyWanted)
    return { source: undefined, language: undefined, segments: [], places, others: [], isHeard };
  const text = texts.find(
    ({ source, language }) =>
      (wanted.source ?? source) === source && (wanted.language ?? language) === language,
  );
  if (text === undefined) {
    const asked = [wanted.source, wanted.language].filter((each) => each !== undefined).join(', ');
    throw new HeimdexError(
      'usage',
      `${path} has no text of ${asked}: ${texts.map(nameOf).join('; ') || 'nothing is said in it'}`,
      {
        hint: 'leave --source and --language out, or name one that is there',
      },
    );
  }
  return { ...text, places, isHeard, others: texts.filter((other) => other !== text) };
}

/** A text in words: its source, and its language where that is known. */
export function nameOf({ source, language }: Pick<Transcript, 'source' | 'language'>): string {
  if (source === undefined) return 'no text';
  return language === undefined ? source : `${source} (${language})`;
}
