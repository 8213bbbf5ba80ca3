import type { VideoFacts } from './video.ts';

/** What a file holds: moving pictures, one picture, or sound alone. */
export type MediaKind = 'video' | 'photo' | 'audio';

/** Endings of the containers that the decoders are allowed to open. */
const ENDINGS: Readonly<Record<MediaKind, string>> = {
  video: 'mp4 m4v mov qt mkv webm avi mpg mpeg m2v vob ts mts m2ts wmv asf flv f4v 3gp 3g2 ogv ogm mxf dv',
  photo: 'jpg jpeg jpe jfif png webp avif heic heif hif',
  audio: 'wav mp3 flac m4a m4b ogg oga opus aac wma mka',
};

const KIND_OF_ENDING = new Map(
  Object.entries(ENDINGS).flatMap(([kind, endings]) =>
    endings.split(' ').map((ending) => [ending, kind as MediaKind] as const),
  ),
);

/** What a file's name says that it holds; undefined where that is nothing to index. */
export function kindOfName(path: string): MediaKind | undefined {
  const ending = path.match(/[^/]\.([a-z0-9]+)$/i)?.[1];
  return ending === undefined ? undefined : KIND_OF_ENDING.get(ending.toLowerCase());
}

/** The containers of photos, as `PhotoReader` names them: no container of video has such a name. */
const PHOTO_CONTAINERS = new Set(['jpeg', 'png', 'webp', 'avif', 'heic']);

/** What a file was found to hold. Sound alone has no width. */
export function kindOf({ container, width }: Pick<VideoFacts, 'container' | 'width'>): MediaKind {
  if (PHOTO_CONTAINERS.has(container)) return 'photo';
  return width > 0 ? 'video' : 'audio';
}
