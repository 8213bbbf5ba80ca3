import type { AudioDecoder, Sound, Utterance, VoiceDetector } from '../../domain/ports/speech.ts';
import { createStretchCutter, type StretchCutter } from '../../domain/speech/create-stretch-cutter.ts';
import { createUtterancePacker } from '../../domain/speech/create-utterance-packer.ts';
import { samplesToMicroseconds } from '../../domain/speech/sampling.ts';
import { SPEECH_RULE } from '../../domain/speech/speech-rule.ts';
import type { Microseconds } from '../../domain/time.ts';

export interface SoundSources {
  readonly decoder: AudioDecoder;
  readonly detector: VoiceDetector;
}

/** What is told on the way. */
export interface ListeningListener {
  /** The presentation time up to which the sound was listened to. */
  onHeard(time: Microseconds): void;
  /** Of what was listened to, so much is silence only because the file has nothing there. */
  onMissing?(length: Microseconds): void;
  /** A stretch of speech, as soon as it is known. */
  onSpeech?(start: Microseconds, end: Microseconds): void;
  /** What the decoder finds wrong with the file. */
  onComplaint?(complaint: string): void;
}

/**
 * What is said in an audio stream, ready for the transcriber. Holds the samples of the open utterance and of the open
 * stretch, a minute at most, however long the sound is.
 *
 * @throws HeimdexError `media-unreadable`, `ffmpeg-missing`, `interrupted`
 */
export async function* utterancesOf(
  path: string,
  stream: number,
  { decoder, detector }: SoundSources,
  listener: ListeningListener,
  signal: AbortSignal,
): AsyncGenerator<Utterance> {
  const { window, longest } = SPEECH_RULE;
  const packer = createUtterancePacker(longest);
  let cutter: StretchCutter | undefined;
  let length = 0;
  const pack = (stretches: readonly Sound[]): Utterance[] =>
    stretches.flatMap((stretch) => {
      listener.onSpeech?.(stretch.start, endOf(stretch));
      return packer.add(stretch) ?? [];
    });
  detector.reset();
  for await (const sound of decoder.decode(path, stream, signal, listener.onComplaint)) {
    cutter ??= createStretchCutter(sound.start, SPEECH_RULE);
    length += sound.samples.length;
    yield* pack(cutter.add(sound.samples, await detector.probabilities(sound.samples)));
    const whole = packer.passed(endOf(sound) - samplesToMicroseconds(longest));
    if (whole !== undefined) yield whole;
    if (sound.missing) listener.onMissing?.(samplesToMicroseconds(sound.missing));
    listener.onHeard(endOf(sound));
  }
  if (cutter === undefined) return;
  // As the reference does: the last window is filled up with silence.
  const silence = new Float32Array((window - (length % window)) % window);
  yield* pack(cutter.end(await detector.probabilities(silence)));
  const last = packer.end();
  if (last !== undefined) yield last;
}

function endOf({ start, samples }: Sound): Microseconds {
  return start + samplesToMicroseconds(samples.length);
}
