import type { IndexEvent } from '../../domain/indexing.ts';
import type { TextEncoder } from '../../domain/ports/encoders.ts';
import type { StageRun } from '../../domain/ports/library.ts';
import type { SegmentStore, SegmentWriter } from '../../domain/ports/segments.ts';
import type { SubtitleReader, SubtitleText } from '../../domain/ports/speech.ts';
import type { Space } from '../../domain/space.ts';
import { knowsLanguage } from '../../domain/speech/knows-language.ts';
import { type Passage, toPassages } from '../../domain/speech/passages.ts';
import type { Segment } from '../../domain/speech/segment.ts';
import type { Microseconds } from '../../domain/time.ts';
import { type Listeners, type ListenOptions, listenTo } from './listen-to.ts';
import type { StageOutcome, StageWork } from './stage-runner.ts';

/** What subtitles are for: `prefer`: nothing is listened to where there are any; `also`: both are kept. */
export type SubtitleUse = 'prefer' | 'also' | 'ignore';

export interface SpeechOptions extends ListenOptions {
  readonly subtitles: SubtitleUse;
}

/** The model that makes vectors of passages, open. */
export interface PassageModel {
  readonly space: Space;
  readonly encoder: TextEncoder;
  /** As its manifest entry states them. */
  readonly languages: readonly string[];
}

export interface SpeechDependencies {
  readonly subtitles: SubtitleReader;
  readonly segments: SegmentStore;
  /** Undefined where no model for speech is there: what is written is read all the same. */
  readonly listeners: (() => Promise<Listeners>) | undefined;
  readonly passageModel: (() => Promise<PassageModel>) | undefined;
}

export interface SpeechWork extends StageWork {
  readonly space: Space | undefined;
  readonly options: SpeechOptions;
}

/** Between two tellings of progress lies so much of the video. */
const PROGRESS_STEP: Microseconds = 2_000_000;

/**
 * Reads what is written of a video's speech, listens to it where that is wanted, joins sentences to passages, and stores
 * all in one transaction.
 *
 * @throws HeimdexError `media-unreadable`, `interrupted`; nothing is stored then
 */
export async function runSpeech(
  { file, facts, video, key, space, options }: SpeechWork,
  dependencies: SpeechDependencies,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const path = file.absolutePath;
  const writer = dependencies.segments.writer(video, space, key);
  const notice = (message: string) => onEvent({ kind: 'notice', path, message });
  let count = 0;
  const keep = async (segments: readonly Segment[]) => {
    await store(segments, writer, dependencies, signal);
    count += segments.length;
  };
  let told = facts.start;
  const onHeard = (time: Microseconds) => {
    if (time - told < PROGRESS_STEP) return;
    told = time;
    onEvent({ kind: 'heard', path, segments: count, time: time - facts.start, duration: facts.duration });
  };
  try {
    const texts =
      options.subtitles === 'ignore' ? [] : await readTexts(path, facts, dependencies, signal, notice);
    for (const text of texts) await keep(text.segments);
    let run: StageRun = { state: 'done' };
    const isEnough = options.subtitles === 'prefer' && texts.length > 0;
    const isWanted = facts.hasAudio && !isEnough;
    if (isWanted && dependencies.listeners !== undefined) {
      const heard = await listenTo(
        path,
        facts,
        options,
        await dependencies.listeners(),
        { onHeard, notice },
        signal,
      );
      await keep(heard.segments);
      run = heard.run;
    }
    writer.commit(run);
    return { brought: { segments: count }, run, isUnheard: isWanted && dependencies.listeners === undefined };
  } finally {
    writer.discard();
  }
}

/** Texts with anything in them, those in the file first, in the order of time each. */
async function readTexts(
  path: string,
  facts: StageWork['facts'],
  { subtitles }: SpeechDependencies,
  signal: AbortSignal,
  notice: (message: string) => void,
): Promise<readonly SubtitleText[]> {
  const texts = await subtitles.read(path, facts, signal, notice);
  const filled = texts.filter(({ segments }) => segments.length > 0);
  return [...filled].sort((a, b) => Number(a.source === 'sidecar') - Number(b.source === 'sidecar'));
}

async function store(
  segments: readonly Segment[],
  writer: SegmentWriter,
  { passageModel }: SpeechDependencies,
  signal: AbortSignal,
): Promise<void> {
  if (segments.length === 0) return;
  const first = writer.addText(segments);
  if (passageModel === undefined) return;
  const passages = toPassages(segments);
  const model = await passageModel();
  const readable = passages.filter((passage) => knowsLanguage(model.languages, passage));
  const vectors = await model.encoder.embedTexts(
    readable.map(({ text }) => text),
    signal,
  );
  writer.addPassages(
    readable.map(({ segments: numbers }: Passage, index) => ({
      first: first + numbers[0]!,
      last: first + numbers.at(-1)!,
      vector: vectors[index],
    })),
  );
}
