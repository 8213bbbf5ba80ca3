import type Database from 'better-sqlite3';
import { createAudioDecoder } from '../../adapters/ffmpeg/create-audio-decoder.ts';
import { createTrackReader } from '../../adapters/ffmpeg/create-track-reader.ts';
import type { MediaTools } from '../../adapters/ffmpeg/locate-ffmpeg.ts';
import { createSegmentStore } from '../../adapters/sqlite/create-segment-store.ts';
import { createSidecarReader } from '../../adapters/subtitles/create-sidecar-reader.ts';
import { chooseOptionalModel, type ModelWishes } from '../../app/choose-optional-model.ts';
import type { IsInstalled } from '../../app/choose-sight-model.ts';
import { howToListen, LISTENING_ROLES, type Unheard } from '../../app/how-to-listen.ts';
import { joinSubtitleReaders } from '../../app/join-subtitle-readers.ts';
import { loadModel } from '../../app/models/load-model.ts';
import type { SpeechModels } from '../../app/speech-stage.ts';
import type { SpeechTools } from '../../app/stages/create-speech-runner.ts';
import type { Manifest, Model, TextModel } from '../../domain/manifest/schema.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type { Transcriber, VoiceDetector } from '../../domain/ports/speech.ts';
import type { Host } from '../host.ts';
import { openTextModel } from './text-model.ts';

type SpeechModel = Extract<Model, { role: 'speech' }>;
type VoiceModel = Extract<Model, { role: 'voice-activity' }>;

/** The models that the stage "speech" works with. */
export interface ChosenSpeechModels {
  /** Undefined where one of the two is not there: then what is written is read, and nothing listened to. */
  readonly listening:
    | (SpeechModels & { readonly speech: SpeechModel; readonly voice: VoiceModel })
    | undefined;
  readonly text: TextModel | undefined;
  /** Why nothing is listened to, and the command that changes it; undefined where all is there. */
  readonly unheard: Unheard | undefined;
}

/**
 * @param sight the key of the model for pictures: its profile's others are what a user misses
 * @throws HeimdexError `usage` where a model is named that is not of its role
 */
export async function chooseSpeechModels(
  manifest: Manifest,
  wishes: ModelWishes,
  sight: string,
  isInstalled: IsInstalled,
): Promise<ChosenSpeechModels> {
  const speech = await chooseOptionalModel('speech', manifest, wishes, isInstalled);
  const voice = await chooseOptionalModel('voice-activity', manifest, wishes, isInstalled);
  const text = await chooseOptionalModel('text', manifest, wishes, isInstalled);
  const missing = LISTENING_ROLES.filter((role) => (role === 'speech' ? speech : voice) === undefined);
  const unheard = missing.length === 0 ? undefined : { missing, try: howToListen(manifest, wishes, sight) };
  return { listening: speech && voice && { speech, voice }, text, unheard };
}

/**
 * Refuses a language that the model does not know before anything is done with it.
 *
 * @throws HeimdexError `usage`, `model-missing`, `model-damaged`
 */
export async function requireSpokenLanguage(
  store: ModelStore,
  model: SpeechModel,
  language: string,
  signal: AbortSignal,
): Promise<void> {
  const { pathOf } = await store.open(model, signal);
  const { requireLanguageOfModel } = await import('../../adapters/inference/whisper/require-language.ts');
  requireLanguageOfModel({ pathOf, name: model.key }, language);
}

/** What the stage "speech" needs of the world; models are opened when the first video needs them. */
export function speechTools(
  { listening, text }: ChosenSpeechModels,
  media: MediaTools,
  store: ModelStore,
  database: Database.Database,
  { host, threads, signal }: { readonly host: Host; readonly threads: number; readonly signal: AbortSignal },
): SpeechTools {
  return {
    subtitles: joinSubtitleReaders([createTrackReader(media), createSidecarReader()]),
    segments: createSegmentStore(database),
    listening: listening && {
      models: listening,
      open: async () => {
        const transcriber = await openTranscriber(store, listening.speech, threads, host, signal);
        try {
          const detector = await openDetector(store, listening.voice, signal);
          return { decoder: createAudioDecoder(media), detector, transcriber };
        } catch (error) {
          await transcriber.close();
          throw error;
        }
      },
    },
    text: text && { model: text, open: () => openTextModel(store, text, { threads }, signal) },
  };
}

function openTranscriber(
  store: ModelStore,
  model: SpeechModel,
  threads: number,
  host: Host,
  signal: AbortSignal,
): Promise<Transcriber> {
  return loadModel(store, model, signal, async (opened) => {
    const { openTranscriberInProcess } = await import(
      '../../adapters/inference/whisper/open-transcriber-in-process.ts'
    );
    const paths = Object.fromEntries(model.files.map(({ path }) => [path, opened.pathOf(path)]));
    const { key: name, config } = model;
    return openTranscriberInProcess({ model: { name, config, paths, threads }, env: host.env }, signal);
  });
}

function openDetector(store: ModelStore, model: VoiceModel, signal: AbortSignal): Promise<VoiceDetector> {
  return loadModel(store, model, signal, async (opened) => {
    const { openVoiceDetector } = await import('../../adapters/inference/open-voice-detector.ts');
    return openVoiceDetector(opened.pathOf(model.config.graph), model.key, model.config);
  });
}
