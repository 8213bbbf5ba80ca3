import { MAX_PIXELS } from './too-large.ts';

/**
 * The demuxers that may open a file: real containers of pictures and sound. Playlists (hls, dash, concat, sdp) are not
 * among them: a playlist that calls itself .mp4 could make ffmpeg read other files or the network.
 */
const DEMUXERS = [
  'mov,mp4,m4a,3gp,3g2,mj2',
  'matroska,webm',
  'avi',
  'mpeg',
  'mpegvideo',
  'mpegts',
  'asf',
  'flv',
  'live_flv',
  'ogg',
  'mxf',
  'dv',
  'wav',
  'mp3',
  'flac',
  'aac',
];

/** The options before `-i` that ffmpeg and ffprobe share, and the file itself: never read as an option or a URL. */
export function inputArguments(absolutePath: string): string[] {
  return [
    '-protocol_whitelist',
    'file',
    '-format_whitelist',
    DEMUXERS.join(','),
    '-max_pixels',
    String(MAX_PIXELS),
    '-i',
    `file:${absolutePath}`,
  ];
}
