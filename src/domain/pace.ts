/** After so many seconds of work a measurement counts half: what is on the disk now tells more than what was. */
const HALF_LIFE = 120;

/** Less work than this, in seconds, tells nothing: opening a file and filling the first batch take their time. */
const LEAST_WORK = 1;

/** How fast work goes: sums that are weighed towards the recent. */
export interface PaceSums {
  readonly videoSeconds: number;
  readonly workSeconds: number;
}

export const NO_PACE: PaceSums = { videoSeconds: 0, workSeconds: 0 };

/** A pace with one more measurement: so many seconds of video in so many seconds of work. */
export function addToPace(pace: PaceSums, videoSeconds: number, workSeconds: number): PaceSums {
  const weight = 0.5 ** (workSeconds / HALF_LIFE);
  return {
    videoSeconds: pace.videoSeconds * weight + videoSeconds,
    workSeconds: pace.workSeconds * weight + workSeconds,
  };
}

/** Seconds of video a second of work; undefined while too little has been measured. */
export function paceOf({ videoSeconds, workSeconds }: PaceSums): number | undefined {
  return workSeconds < LEAST_WORK || videoSeconds <= 0 ? undefined : videoSeconds / workSeconds;
}
