import { resolve } from 'node:path';
import { createProber } from '../../adapters/ffmpeg/create-prober.ts';
import { locateFfmpeg, type MediaTools } from '../../adapters/ffmpeg/locate-ffmpeg.ts';
import { createFingerprinter } from '../../adapters/files/create-fingerprinter.ts';
import { createVideoWalker } from '../../adapters/files/create-video-walker.ts';
import { createVolumes } from '../../adapters/files/create-volumes.ts';
import { readManifest } from '../../adapters/files/read-manifest.ts';
import { createPhotoReader } from '../../adapters/image/create-photo-reader.ts';
import { createSidecarStamps } from '../../adapters/subtitles/create-sidecar-stamps.ts';
import { chooseModelToIndex } from '../../app/choose-sight-model.ts';
import type { FaceModels } from '../../app/faces-stage.ts';
import { probeByKind } from '../../app/probe-by-kind.ts';
import { HeimdexError } from '../../domain/errors.ts';
import type { ImageTextModel } from '../../domain/manifest/schema.ts';
import type { Fingerprinter, MediaProber, PhotoReader } from '../../domain/ports/media.ts';
import type { ModelStore } from '../../domain/ports/model-store.ts';
import type { SidecarStamps } from '../../domain/ports/speech.ts';
import type { VideoWalker, Volumes } from '../../domain/ports/video-walker.ts';
import type { Context } from '../context.ts';
import { chooseFaceModels, noFaceModel } from './face-tools.ts';
import type { IndexArguments } from './index-arguments.ts';
import { openModelStore } from './sight-model.ts';
import { type ChosenSpeechModels, chooseSpeechModels, requireSpokenLanguage } from './speech-tools.ts';

/** What an index run needs besides the library. */
export interface IndexTools {
  readonly media: MediaTools;
  readonly store: ModelStore;
  readonly model: ImageTextModel;
  readonly speechModels: ChosenSpeechModels;
  /** Undefined where none finds faces: then none are looked for. */
  readonly faceModels: FaceModels | undefined;
  /** As the walker resolves them. */
  readonly roots: readonly string[];
  readonly walker: VideoWalker;
  readonly volumes: Volumes;
  readonly fingerprinter: Fingerprinter;
  readonly prober: MediaProber;
  readonly photos: PhotoReader;
  readonly sidecars: SidecarStamps;
}

/** Finds ffmpeg, the model and the roots: all that can be wrong is said before a library is touched. */
export async function findIndexTools(
  context: Context,
  named: Pick<IndexArguments, 'roots' | 'profile' | 'alternatives' | 'only' | 'named' | 'speech'>,
): Promise<IndexTools> {
  const { host, settings, signal } = context;
  if (named.roots.includes('')) {
    throw new HeimdexError('usage', 'an empty path was given', {
      hint: 'name a folder: heimdex index ./videos',
    });
  }
  const media = locateFfmpeg({ named: settings.ffmpeg, path: host.env.PATH, platform: host.platform });
  const manifest = await readManifest(settings);
  const { store, isInstalled } = openModelStore(context);
  const model = await chooseModelToIndex(manifest, named.profile, isInstalled);
  if (!(await isInstalled(model))) await store.open(model, signal);
  const speechModels = await chooseSpeechModels(manifest, named, model.key, isInstalled);
  const faceModels = await chooseFaceModels(manifest, named, isInstalled);
  const { language } = named.speech;
  if (speechModels.listening !== undefined && language !== undefined && named.only.includes('speech')) {
    await requireSpokenLanguage(store, speechModels.listening.speech, language, signal);
  }
  if (faceModels === undefined && named.named.includes('faces')) throw noFaceModel(manifest);
  const walker = createVideoWalker();
  // Node starts no thread where the working folder is gone: said before the work begins, not in the middle of it.
  const here = host.cwd;
  const roots = await Promise.all(named.roots.map((root) => walker.resolveRoot(resolve(here, root))));
  const photos = createPhotoReader();
  return {
    media,
    store,
    model,
    speechModels,
    faceModels,
    roots,
    walker,
    volumes: createVolumes(host.platform),
    fingerprinter: createFingerprinter(),
    prober: probeByKind(createProber(media), photos),
    photos,
    sidecars: createSidecarStamps(),
  };
}
