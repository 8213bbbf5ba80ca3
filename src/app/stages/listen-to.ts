import type { StageRun } from '../../domain/ports/library.ts';
import type { AudioDecoder, StreamFacts, Transcriber, VoiceDetector } from '../../domain/ports/speech.ts';
import type { Segment } from '../../domain/speech/segment.ts';
import type { Microseconds } from '../../domain/time.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { readAhead } from '../flow/read-ahead.ts';
import { utterancesOf } from './utterances-of.ts';
import { withLanguages } from './with-languages.ts';

export interface ListenOptions {
  /** Which audio stream: the one that players take, one by its number from 1, or all. */
  readonly audioTrack: 'default' | 'all' | number;
  /** Code of ISO 639-1; undefined: told from the sound. */
  readonly language: string | undefined;
}

export interface Listeners {
  readonly decoder: AudioDecoder;
  readonly detector: VoiceDetector;
  readonly transcriber: Transcriber;
}

/** Utterances that wait: half a minute of sound each. */
const READ_AHEAD = 1;

/**
 * Listens to a video and writes down what is said.
 *
 * @throws HeimdexError `media-unreadable` where no sound can be decoded, `interrupted`
 */
export async function listenTo(
  path: string,
  facts: VideoFacts,
  options: ListenOptions,
  listeners: Listeners,
  on: { readonly onHeard: (time: Microseconds) => void; readonly notice: (message: string) => void },
  signal: AbortSignal,
): Promise<{ segments: Segment[]; run: StageRun }> {
  const streams = choose(await listeners.decoder.streams(path, signal), options.audioTrack, on.notice);
  const segments: Segment[] = [];
  let run: StageRun = { state: 'done' };
  for (const stream of streams) {
    let complained = false;
    let [reached, missing] = [facts.start, 0];
    const listener = {
      onHeard: (time: Microseconds) => {
        reached = time;
        on.onHeard(time);
      },
      onMissing: (length: Microseconds) => {
        missing += length;
      },
      onComplaint: () => {
        complained = true;
      },
    };
    // The next one is listened for while this one is written down.
    const utterances = readAhead(
      (stop) => utterancesOf(path, stream.index, listeners, listener, stop),
      READ_AHEAD,
      signal,
    );
    const { transcriber } = listeners;
    for await (const { utterance, language } of withLanguages(
      utterances,
      options.language,
      transcriber,
      signal,
    )) {
      const heard = await transcriber.transcribe(utterance, language, signal);
      segments.push(...heard.segments);
    }
    if (complained) run = judge(reached - facts.start - missing, facts.duration) ?? run;
  }
  return { segments: segments.sort((a, b) => a.start - b.start), run };
}

/** As for pictures: less than this part means that the file is damaged. */
const WHOLE = 0.95;

function judge(readable: Microseconds, duration: Microseconds): StageRun | undefined {
  if (readable >= duration * WHOLE) return undefined;
  const [heard, whole] = [readable, duration].map((time) => (time / 1e6).toFixed(0));
  return {
    state: 'partial',
    code: 'media-damaged',
    message: `damaged: ${heard} of ${whole} s of its sound are readable`,
  };
}

/** The streams to listen to; where the one that was asked for is not there, that is told. */
function choose(
  streams: readonly StreamFacts[],
  wanted: ListenOptions['audioTrack'],
  notice: (message: string) => void,
): readonly StreamFacts[] {
  if (wanted === 'all') return streams;
  if (wanted !== 'default') {
    const stream = streams[wanted - 1];
    if (stream === undefined) notice(`it has ${streams.length} audio tracks, and no ${wanted}.`);
    return stream === undefined ? [] : [stream];
  }
  const stream = streams.find(({ isDefault }) => isDefault) ?? streams[0];
  return stream === undefined ? [] : [stream];
}
