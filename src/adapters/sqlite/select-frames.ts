import type { VideoStretch } from '../../domain/overlaps.ts';
import type { FrameFilter } from '../../domain/ports/library.ts';

/**
 * The question for the frames that a filter leaves, as `frame`, `video` and `time`, each once: by the index of videos and
 * times, or by the frames' numbers, never through all frames unless only `without` says which.
 *
 * @returns no question where every frame is left
 */
export function selectFrames({
  videos,
  within,
  without,
  frames,
}: FrameFilter & { readonly frames?: readonly number[] }): {
  sql: string | undefined;
  parameters: Record<string, string>;
} {
  const hasWithout = without !== undefined && without.length > 0;
  if (videos === undefined && within === undefined && frames === undefined && !hasWithout)
    return { sql: undefined, parameters: {} };
  const parameters: Record<string, string> = {};
  const conditions: string[] = [];
  let source = 'frame AS seen';
  if (frames !== undefined) {
    source = 'json_each(@frames) AS one CROSS JOIN frame AS seen ON seen.id = one.value';
    parameters.frames = JSON.stringify(frames);
  }
  if (within !== undefined) {
    parameters.within = toJson(within);
    if (frames === undefined) source = inStretches('within');
    else conditions.push(`seen.id IN (SELECT seen.id FROM ${inStretches('within')})`);
  }
  if (videos !== undefined) {
    conditions.push('seen.video_id IN (SELECT value FROM json_each(@videos))');
    parameters.videos = JSON.stringify(videos);
  }
  if (hasWithout) {
    conditions.push(`seen.id NOT IN (SELECT seen.id FROM ${inStretches('without')})`);
    parameters.without = toJson(without);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return {
    sql: `SELECT ${within === undefined ? '' : 'DISTINCT'} seen.id AS frame, seen.video_id AS video, seen.time_us AS time FROM ${source} ${where}`,
    parameters,
  };
}

/** Frames that begin in a stretch; one of no length has the frame that lies there. */
function inStretches(name: string): string {
  return `json_each(@${name}) AS stretch CROSS JOIN frame AS seen
    ON seen.video_id = stretch.value ->> 0
    AND seen.time_us BETWEEN stretch.value ->> 1 AND max(stretch.value ->> 1, (stretch.value ->> 2) - 1)`;
}

function toJson(stretches: readonly VideoStretch[]): string {
  return JSON.stringify(stretches.map(({ video, start, end }) => [video, start, end]));
}
