import { HeimdexError } from '../domain/errors.ts';
import { estimateLengths } from '../domain/estimate-lengths.ts';
import type { IndexEvent, IndexPlan, WorkReason } from '../domain/indexing.ts';
import type { StageKey } from '../domain/ports/library.ts';
import type { MediaProber } from '../domain/ports/media.ts';
import type { PaceMemory } from '../domain/ports/pace-memory.ts';
import { toSeconds } from '../domain/time.ts';
import { countOffline } from './count-offline.ts';
import {
  type FindDependencies,
  findWork,
  forgetGonePlaces,
  isWork,
  type WantedStages,
  type Work,
} from './find-work.ts';
import { inOrder } from './in-order.ts';
import { placeContent } from './place-content.ts';
import { rehearse } from './rehearse.ts';
import { rememberedPace } from './remembered-pace.ts';
import { startReport } from './start-report.ts';

/** So many files are asked for their length, spread over all; the rest are judged by their size. */
const PROBED_FILES = 200;

export interface PlanDependencies extends FindDependencies {
  readonly prober: MediaProber;
  readonly paces: PaceMemory;
}

/** Goes through an index run with nothing written, and says what it would do. */
export async function planIndex(
  options: { readonly roots: readonly string[] } & WantedStages,
  dependencies: PlanDependencies,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<IndexPlan> {
  const trial = { ...dependencies, videos: rehearse(dependencies.videos) };
  const report = startReport(onEvent);
  const pending: Work[] = [];
  const planned = new Set<number>();
  let lengths = new Map<Work, number>();
  try {
    for await (const finding of findWork(options.roots, options, trial, signal)) {
      if (isWork(finding)) {
        const video = placeContent(finding, trial.videos);
        // A content is indexed once, at however many places it lies.
        if (planned.has(video)) {
          report.found({ kind: 'unchanged', file: finding.file, runs: [] }, pending.length);
          continue;
        }
        planned.add(video);
        pending.push(finding);
      }
      report.found(finding, pending.length);
    }
    report.gone(await forgetGonePlaces(options.roots, trial));
    lengths = await probeSome(pending, dependencies.prober, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  report.offline(countOffline(trial));
  const { videos, skippedBy, problems } = report.finish({
    interrupted: signal.aborted,
    inferenceMs: 0,
    left: pending.length,
    budget: null,
  });
  const { indexed: _, ...others } = videos;
  const count = (reason: WorkReason) => pending.filter((work) => work.reason === reason).length;
  const files = inOrder(pending).map((work) => ({
    path: work.file.absolutePath,
    reason: work.reason,
    stages: work.stages.map(({ stage }) => stage),
    bytes: work.file.bytes,
    seconds: lengths.get(work) ?? null,
  }));
  const seconds = estimateLengths(
    files.map((file) => ({ bytes: file.bytes, seconds: file.seconds ?? undefined })),
  );
  return {
    videos: {
      new: count('new'),
      changed: count('changed'),
      notDone: count('not-done'),
      again: count('again'),
      ...others,
    },
    skippedBy,
    problems,
    files,
    seconds: seconds ?? null,
    workSeconds: workSeconds(pending, lengths, options.stages, dependencies.paces),
    interrupted: signal.aborted,
  };
}

/** Of all stages together; null where one has work whose length or speed nobody knows. */
function workSeconds(
  pending: readonly Work[],
  lengths: ReadonlyMap<Work, number>,
  stages: readonly StageKey[],
  paces: PaceMemory,
): number | null {
  let sum = 0;
  for (const key of stages) {
    const works = pending.filter((work) => work.stages.includes(key));
    const seconds = estimateLengths(
      works.map((work) => ({ bytes: work.file.bytes, seconds: lengths.get(work) })),
    );
    const pace = rememberedPace(key, paces);
    if (seconds === 0) continue;
    if (seconds === undefined || pace === undefined) return null;
    sum += seconds / pace;
  }
  return sum;
}

/** The lengths of files, as their containers state them; one that can't be read costs no time. */
async function probeSome(
  pending: readonly Work[],
  prober: MediaProber,
  signal: AbortSignal,
): Promise<Map<Work, number>> {
  const lengths = new Map<Work, number>();
  const step = Math.max(1, pending.length / PROBED_FILES);
  for (let place = 0; place < pending.length; place += step) {
    const work = pending[Math.floor(place)]!;
    try {
      const facts = await prober.probe(work.file.absolutePath, signal);
      lengths.set(work, facts === undefined ? 0 : toSeconds(facts.duration));
    } catch (error) {
      if (!(error instanceof HeimdexError) || error.code !== 'media-unreadable') throw error;
      lengths.set(work, 0);
    }
  }
  return lengths;
}
