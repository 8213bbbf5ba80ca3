import type { Box, DetectedFace } from '../../domain/face.ts';
import { cropFace } from '../../domain/faces/crop-face.ts';
import { isGoodEnough, qualityOfFace } from '../../domain/faces/quality-of-face.ts';
import { SFACE_TEMPLATE } from '../../domain/faces/sface-template.ts';
import type { RgbImage } from '../../domain/frame.ts';
import type { SeenFace } from '../../domain/identity/face-track.ts';
import { trackFaces } from '../../domain/identity/track-faces.ts';
import type { IndexEvent } from '../../domain/indexing.ts';
import type { FaceModel } from '../../domain/manifest/schema.ts';
import { kindOf } from '../../domain/media-kind.ts';
import type { FaceStore } from '../../domain/ports/face-store.ts';
import type { FaceDetector, FaceEncoder } from '../../domain/ports/faces.ts';
import type { StageRun } from '../../domain/ports/library.ts';
import type { PickedPicture, PicturePicker, Thumbnailer } from '../../domain/ports/media.ts';
import type { Shot } from '../../domain/shot.ts';
import type { Space } from '../../domain/space.ts';
import type { Microseconds } from '../../domain/time.ts';
import type { Track } from '../../domain/track.ts';
import type { VideoFacts } from '../../domain/video.ts';
import { chooseTimes } from './choose-times.ts';
import { FACE_RULES } from './face-rules.ts';
import type { PictureSources } from './frames-of.ts';
import type { StageOutcome, StageWork } from './stage-runner.ts';

export interface FaceTools {
  readonly detector: FaceDetector;
  /** Undefined where nothing tells faces apart. */
  readonly recognizer: { readonly encoder: FaceEncoder; readonly model: FaceModel } | undefined;
}

export interface FaceDependencies extends PictureSources {
  readonly picker: PicturePicker;
  readonly thumbnailer: Thumbnailer;
  readonly faces: FaceStore;
}

export interface FaceWork extends StageWork {
  readonly space: Space | undefined;
  readonly tools: FaceTools;
}

/** A face with what is kept of its picture. */
type ShownFace = SeenFace & { readonly thumbnail: Uint8Array };

/**
 * Finds the faces in the frames that were chosen of a video, follows them through its shots, and stores all in one
 * transaction.
 *
 * @throws HeimdexError `media-unreadable`, `interrupted`; nothing is stored then
 */
export async function runFaces(
  { file, facts, video, key, space, tools }: FaceWork,
  dependencies: FaceDependencies,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const path = file.absolutePath;
  const { picker, photos, faces } = dependencies;
  const writer = faces.writer(video, space, key);
  let count = 0;
  let seen: ShownFace[] = [];
  const endShot = () => {
    const tracks = toTracks(seen);
    writer.add(tracks);
    count += tracks.length;
    seen = [];
  };
  try {
    const isPhoto = kindOf(facts) === 'photo';
    const { times, shots } = isPhoto
      ? { times: [0], shots: [] }
      : await chosenOf(path, facts, video, dependencies, signal);
    let complaint: string | undefined;
    const pictures = isPhoto
      ? thePhoto(() => photos.readWhole(path, FACE_RULES.pictureSide))
      : picker.pick(path, facts, times, FACE_RULES.pictureSide, signal, (text) => {
          complaint = text;
        });
    let shot: Shot | undefined;
    let found = 0;
    for await (const { time, picture } of pictures) {
      found++;
      const next = shots.findLast(({ start }) => start <= time);
      if (next !== shot) endShot();
      shot = next;
      seen.push(...(await look(picture, time, facts, tools, dependencies, signal)));
      onEvent({ kind: 'faces', path, faces: count, time: time - facts.start, duration: facts.duration });
    }
    endShot();
    const run = judge(found, times.length, complaint);
    return { brought: { faces: writer.commit(run) }, run };
  } finally {
    writer.discard();
  }
}

/** The frames that the stage "sight" has chosen; where it has not run, they are chosen now. */
async function chosenOf(
  path: string,
  facts: VideoFacts,
  video: number,
  dependencies: FaceDependencies,
  signal: AbortSignal,
): Promise<{ times: readonly Microseconds[]; shots: readonly Shot[] }> {
  const chosen = dependencies.faces.chosen(video);
  return chosen.shots.length > 0 ? chosen : chooseTimes(path, facts, dependencies, signal);
}

async function* thePhoto(read: () => Promise<RgbImage>): AsyncGenerator<PickedPicture> {
  yield { time: 0, picture: await read() };
}

/** The faces of one picture, in pixels of the video. */
async function look(
  picture: RgbImage,
  time: Microseconds,
  facts: VideoFacts,
  { detector, recognizer }: FaceTools,
  { thumbnailer }: FaceDependencies,
  signal: AbortSignal,
): Promise<ShownFace[]> {
  const faces = await detector.detect(picture, signal);
  const { landmarks: template, size } = recognizer?.model.config ?? SFACE_TEMPLATE;
  const qualities = faces.map((face) => qualityOfFace(picture, face, template, size));
  const good = faces.filter((_, index) => isGoodEnough(qualities[index]!));
  const vectors = (await recognizer?.encoder.embedFaces(picture, good, signal)) ?? [];
  const thumbnails = await Promise.all(
    faces.map(({ box }) => thumbnailer.encode(cropFace(picture, box, FACE_RULES.thumbnailSide))),
  );
  const scale = { x: facts.width / picture.width, y: facts.height / picture.height };
  return faces.map((face, index) => ({
    ...inVideo(face, scale),
    time,
    quality: qualities[index]!.value,
    vector: vectors[good.indexOf(face)],
    thumbnail: thumbnails[index]!,
  }));
}

/** A picture may be smaller than the video. */
function inVideo({ box, landmarks, score }: DetectedFace, { x, y }: { x: number; y: number }): DetectedFace {
  const scaled: Box = {
    left: box.left * x,
    top: box.top * y,
    width: box.width * x,
    height: box.height * y,
  };
  const [a, b, c, d, e] = landmarks;
  const at = (point: { x: number; y: number }) => ({ x: point.x * x, y: point.y * y });
  return { box: scaled, landmarks: [at(a), at(b), at(c), at(d), at(e)], score };
}

/** The faces of one shot. */
function toTracks(seen: readonly ShownFace[]): Track[] {
  return trackFaces(seen).map(({ faces, best, vector }) => ({
    faces: faces.map((index) => {
      const { time, box, landmarks, score, quality } = seen[index]!;
      return { time, box, landmarks, score, quality };
    }),
    best: faces.indexOf(best),
    thumbnail: seen[best]!.thumbnail,
    vector,
  }));
}

function judge(found: number, wanted: number, complaint: string | undefined): StageRun {
  if (found >= wanted) return { state: 'done' };
  return {
    state: 'partial',
    code: 'media-damaged',
    message: `damaged: ${found} of ${wanted} frames can be looked at for faces${complaint === undefined ? '' : ` (${complaint})`}`,
  };
}
