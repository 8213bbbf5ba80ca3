import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { createImageReader } from '../../../src/adapters/image/create-image-reader.ts';
import { createPhotoReader } from '../../../src/adapters/image/create-photo-reader.ts';
import { kindOf, kindOfName } from '../../../src/domain/media-kind.ts';
import { golden } from '../../support/golden.ts';
import { heicPicture } from '../../support/heic-picture.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const reader = createPhotoReader();
const options = { modelSize: 32, crop: 'none', resample: 'bilinear', thumbnailSide: 100 } as const;

/** The left half red, the right half blue. */
function halves(width: number, height: number): Sharp {
  const red = { create: { width: width / 2, height, channels: 3 as const, background: '#ff0000' } };
  return sharp({ create: { width, height, channels: 3, background: '#0000ff' } }).composite([
    { input: red, left: 0, top: 0 },
  ]);
}

describe('a photo’s facts', () => {
  it.each([
    ['jpeg', 'jpeg', (picture: Sharp) => picture.jpeg()],
    ['png', 'png', (picture: Sharp) => picture.png()],
    ['webp', 'webp', (picture: Sharp) => picture.webp()],
    ['avif', 'av1', (picture: Sharp) => picture.avif({ effort: 0 })],
  ] as const)('name its format, its size and no length: %s', async (container, codec, write) => {
    const path = join(tempFolder(), 'photo');
    await write(halves(64, 48)).toFile(path);
    const facts = await reader.probe(path);
    expect(facts).toEqual({
      container,
      codec,
      width: 64,
      height: 48,
      duration: 0,
      start: 0,
      frameRate: 0,
      hasAudio: false,
      dynamicRange: 'sdr',
      interlaced: false,
    });
    expect(kindOf(facts)).toBe('photo');
    expect((await reader.read(path, options)).facts).toEqual(facts);
  });

  it('and its pictures are upright', async () => {
    const path = join(tempFolder(), 'turned.jpg');
    // Shown turned a quarter clockwise: what is left comes to the top.
    await halves(640, 480).withMetadata({ orientation: 6 }).jpeg({ chromaSubsampling: '4:4:4' }).toFile(path);
    const { facts, frame, small } = await reader.read(path, options);
    expect([facts.width, facts.height]).toEqual([480, 640]);
    expect([frame.forThumbnail.width, frame.forThumbnail.height]).toEqual([76, 100]);
    expect([small.width, small.height]).toEqual([76, 100]);
    for (const { width, height, pixels } of [frame.forModel, frame.forThumbnail]) {
      const middleOf = (row: number) => [...pixels.subarray((row * width + width / 2) * 3).subarray(0, 3)];
      expect(nearest(middleOf(2))).toBe('red');
      expect(nearest(middleOf(height - 3))).toBe('blue');
    }
  });
});

describe('when a photo was taken', () => {
  const formats = {
    jpeg: (picture: Sharp) => picture.jpeg(),
    png: (picture: Sharp) => picture.png(),
    webp: (picture: Sharp) => picture.webp(),
    avif: (picture: Sharp) => picture.avif({ effort: 0 }),
  };
  const now = () => Date.parse('2025-01-01T00:00:00Z');

  /** When it was recorded, as the reader of a photo with these fields says. */
  async function recordedOf(
    format: keyof typeof formats,
    fields: Record<string, string>,
    timed = createPhotoReader({ now }),
  ) {
    const path = join(tempFolder(), 'photo');
    await formats[format](halves(16, 16).withExif({ IFD2: fields })).toFile(path);
    const facts = await timed.probe(path);
    expect((await timed.read(path, options)).facts).toEqual(facts);
    return facts.recorded;
  }

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    'is told by its Exif, in its zone: %s',
    async (format) => {
      const fields = { DateTimeOriginal: '2024:05:17 10:30:00', OffsetTimeOriginal: '+09:00' };
      expect(await recordedOf(format, fields, reader)).toBe(Date.parse('2024-05-17T01:30:00Z') * 1000);
    },
  );

  it('is by the clocks of this machine where no zone is said', async () => {
    const recorded = await recordedOf('jpeg', { DateTimeOriginal: '2024:05:17 10:30:00' });
    expect(recorded).toBe(new Date('2024-05-17T10:30:00').getTime() * 1000);
  });

  it.each(['0000:00:00 00:00:00', '1970:01:01 00:00:00', '2025:01:03 00:00:00', 'in the spring of 24'])(
    'is not known where it says %s',
    async (DateTimeOriginal) => {
      expect(await recordedOf('jpeg', { DateTimeOriginal, OffsetTimeOriginal: '+00:00' })).toBeUndefined();
    },
  );
});

function nearest([red = 0, green = 0, blue = 0]: number[]): string {
  if (red > 240 && green < 15 && blue < 15) return 'red';
  return blue > 240 && green < 15 && red < 15 ? 'blue' : `${red} ${green} ${blue}`;
}

describe('a photo’s frame', () => {
  it('is at time 0, with the very input that a picture of a query gets', async () => {
    const path = golden('pictures/noise-128x96.png');
    const { frame } = await reader.read(path, options);
    expect(frame.time).toBe(0);
    expect(frame.forModel).toEqual(await createImageReader().readForModel(path, options));
    expect(frame.forModel.width).toBe(32);
  });

  it('is never enlarged for people', async () => {
    const path = join(tempFolder(), 'dot.png');
    await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } }).toFile(path);
    const { frame, small } = await reader.read(path, options);
    expect([frame.forThumbnail.width, small.width, small.height]).toEqual([2, 2, 2]);
  });

  it('has a small picture in the colours of video', async () => {
    const path = join(tempFolder(), 'halves.png');
    await halves(640, 480).png().toFile(path);
    const { small } = await reader.read(path, { ...options, thumbnailSide: 320 });
    expect({ ...small, y: 0, u: 0, v: 0 }).toEqual({ time: 0, width: 160, height: 120, y: 0, u: 0, v: 0 });
    const at = (x: number) => [small.y[x], small.u[x], small.v[x]];
    // ITU-R BT.601 bars at full intensity: red and blue.
    expect(at(10)).toEqual([81, 90, 240]);
    expect(at(150)).toEqual([41, 240, 110]);
    expect([small.y, small.u, small.v].map(({ length }) => length)).toEqual([19_200, 19_200, 19_200]);
  });
});

describe('a photo reader refuses', () => {
  it.each<[string, (path: string) => Promise<void>, RegExp]>([
    ['text', async (path) => writeFileSync(path, 'hello'), /is not a photo that can be read/],
    ['HEIC', async (path) => writeFileSync(path, await heicPicture()), /need a decoder for HEVC/],
    [
      'a picture that ends early',
      async (path) => {
        const whole = await halves(640, 480).png({ compressionLevel: 0 }).toBuffer();
        writeFileSync(path, whole.subarray(0, whole.length / 2));
      },
      /is not a photo that can be read/,
    ],
  ])('%s', async (_, make, message) => {
    const path = join(tempFolder(), 'photo.jpg');
    await make(path);
    await expect(reader.read(path, options)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringMatching(message),
    });
  });

  it('a file that is not there', async () => {
    await expect(reader.probe('/nowhere/x.jpg')).rejects.toMatchObject({ code: 'media-unreadable' });
  });
});

it.each([
  ['a.MP4', 'video'],
  ['/x/IMG_1.HEIC', 'photo'],
  ['a.tar.m4a', 'audio'],
  ['back\\slash\\.mp4', 'video'],
  ['a.txt', undefined],
  ['/x/.mp4', undefined],
  ['mp4', undefined],
])('the name %s says what is in the file: %s', (name, kind) => {
  expect(kindOfName(name)).toBe(kind);
});
