/** A channel's word for a moment, as `search --json` gives it. */
export interface ShownReason {
  channel: string;
  rank: number;
  score: number;
}

/** A moment as `search --json` gives it. */
export interface ShownMoment<Reason extends ShownReason = ShownReason> {
  path: string;
  start: number;
  end: number;
  best: number;
  score: number;
  confidence: number | null;
  why: Reason[];
  alike: unknown[];
}
