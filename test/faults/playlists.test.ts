import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createProber } from '../../src/adapters/ffmpeg/create-prober.ts';
import { indexRig } from '../support/index-rig.ts';
import { needProgram } from '../support/machine.ts';
import { makeVideo, tools } from '../support/media.ts';
import { tempFolder } from '../support/temp-folder.ts';

const never = new AbortController().signal;

/** A kind of playlist, and one that leads to a file beside it or to a server on this machine. */
const PLAYLISTS: [string, (target: string, port: number) => string][] = [
  [
    'HLS of a file',
    (target) => `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:${target}\n#EXT-X-ENDLIST\n`,
  ],
  ['HLS of a neighbour', () => '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ntarget.ts\n#EXT-X-ENDLIST\n'],
  [
    'HLS of the network',
    (_, port) =>
      `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://127.0.0.1:${port}/a.ts\n#EXT-X-ENDLIST\n`,
  ],
  ['ffconcat', () => "ffconcat version 1.0\nfile 'target.ts'\n"],
  [
    'DASH',
    (_, port) =>
      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet><Representation id="1" mimeType="video/mp4"><BaseURL>http://127.0.0.1:${port}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>`,
  ],
  [
    'SDP',
    (_, port) =>
      `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video ${port} RTP/AVP 96\na=rtpmap:96 H264/90000\n`,
  ],
];

/** A server on this machine that counts its visits. */
async function countingServer() {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits++;
    response.end();
  });
  server.on('connection', () => void visits++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, visits: () => visits };
}

describe('a playlist that calls itself a video', () => {
  it.for(PLAYLISTS)('F1 is refused as that and leads nowhere: %s', async ([_, write], context) => {
    const strace = needProgram(context, 'strace');
    const server = await countingServer();
    const place = tempFolder();
    const target = join(place, 'target.ts');
    makeVideo(target, { seconds: 1 });
    const path = join(place, 'playlist.mp4');
    writeFileSync(path, write(target, server.port));
    for (const program of [tools.ffmpeg, tools.ffprobe].filter((tool) => tool !== undefined)) {
      // The program under strace: what it opens and whom it calls is written down.
      const log = join(place, 'calls.log');
      const traced = join(place, program === tools.ffmpeg ? 'ffmpeg' : 'ffprobe');
      writeFileSync(
        traced,
        `#!/bin/sh\nexec '${strace}' -f -o '${log}' -e trace=openat,open,socket '${program}' "$@"\n`,
        { mode: 0o755 },
      );
      const prober =
        program === tools.ffmpeg
          ? createProber({ ffmpeg: traced, ffprobe: undefined })
          : createProber({ ffmpeg: tools.ffmpeg, ffprobe: traced });
      await expect(prober.probe(path, never)).rejects.toMatchObject({
        code: 'media-unreadable',
        message: `${path}: unsupported (playlist): what it leads to is not opened`,
      });
      const calls = readFileSync(log, 'utf8');
      expect(calls, 'the trace saw the playlist opened').toContain('playlist.mp4');
      expect(calls).not.toContain('target.ts');
      expect(calls).not.toMatch(/socket\(AF_INET/);
    }
    expect(server.visits()).toBe(0);
  });

  it('F1 is listed, the videos beside it are indexed, and neither a target nor the server is asked', async (context) => {
    const strace = needProgram(context, 'strace');
    const server = await countingServer();
    const rig = indexRig();
    const target = join(rig.folder, 'target.ts');
    makeVideo(target, { seconds: 1 });
    makeVideo(join(rig.videos, 'good.mp4'), { seconds: 1 });
    const names = PLAYLISTS.map(([name, write]) => {
      const path = join(rig.videos, `${name}.mp4`);
      writeFileSync(path, write(target, server.port));
      return path;
    });
    const log = join(rig.folder, 'calls.log');
    const trace = ['-f', '-qq', '-o', log, '-e', 'trace=openat,open,socket', '-e', 'signal=none'];
    const { videos, problems } = await rig.index({ code: 3, options: { before: [strace, ...trace] } });
    expect(videos).toMatchObject({ indexed: 1, failed: names.length });
    const told = problems.map(({ path, message }) => [path, /unsupported \(playlist\)/.test(message)]);
    expect(told.sort()).toEqual(names.sort().map((path) => [path, true]));
    const calls = readFileSync(log, 'utf8');
    expect(calls, 'the trace saw a playlist opened').toContain('ffconcat.mp4');
    expect(calls).not.toContain('target.ts');
    expect(calls).not.toMatch(/socket\(AF_INET/);
    expect(server.visits()).toBe(0);
  });
});
