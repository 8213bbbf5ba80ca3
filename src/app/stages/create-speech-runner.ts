import type { TextModel } from '../../domain/manifest/schema.ts';
import { kindOf } from '../../domain/media-kind.ts';
import type { TextEncoder } from '../../domain/ports/encoders.ts';
import type { SegmentStore } from '../../domain/ports/segments.ts';
import type { SubtitleReader } from '../../domain/ports/speech.ts';
import { passageSpaceOf } from '../../domain/space.ts';
import { type SpeechModels, speechStage } from '../speech-stage.ts';
import type { Listeners } from './listen-to.ts';
import { type PassageModel, runSpeech, type SpeechOptions } from './run-speech.ts';
import type { StageRunner } from './stage-runner.ts';

export interface SpeechTools {
  readonly subtitles: SubtitleReader;
  readonly segments: SegmentStore;
  /** Undefined where only what is written is read. */
  readonly listening: { readonly models: SpeechModels; readonly open: () => Promise<Listeners> } | undefined;
  readonly text: { readonly model: TextModel; readonly open: () => Promise<TextEncoder> } | undefined;
}

/** The stage "speech": what is said, and what is written of it, becomes segments, and passages with vectors. */
export function createSpeechRunner(options: SpeechOptions, tools: SpeechTools): StageRunner {
  const { listening, text, segments } = tools;
  const space = text === undefined ? undefined : segments.ensureSpace(passageSpaceOf(text.model));
  const key = speechStage(options, listening?.models, space);
  let listeners: Promise<Listeners> | undefined;
  let passageModel: Promise<PassageModel> | undefined;
  const dependencies = {
    ...tools,
    listeners: listening && (() => (listeners ??= listening.open())),
    passageModel:
      text &&
      space &&
      (() =>
        (passageModel ??= text
          .open()
          .then((encoder) => ({ space, encoder, languages: text.model.config.languages })))),
  };
  let busy = 0;
  return {
    key,
    concerns: (facts) => kindOf(facts) !== 'photo',
    run: (work, onEvent, signal) => runSpeech({ ...work, space, options }, dependencies, onEvent, signal),
    inferenceMs: () => busy,
    async close() {
      const opened = await listeners?.catch(() => undefined);
      busy = opened?.transcriber.busyMilliseconds() ?? busy;
      await opened?.transcriber.close();
      await opened?.detector.close();
      await (await passageModel?.catch(() => undefined))?.encoder.close();
      listeners = undefined;
      passageModel = undefined;
    },
  };
}
