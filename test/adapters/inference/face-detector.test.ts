import { describe, expect, it } from 'vitest';
import type { Box, DetectedFace } from '../../../src/domain/face.ts';
import { overlapOf } from '../../../src/domain/faces/overlap.ts';
import { isGoodEnough, qualityOfFace } from '../../../src/domain/faces/quality-of-face.ts';
import { shrinkPicture } from '../../../src/domain/faces/shrink-picture.ts';
import type { RgbImage } from '../../../src/domain/frame.ts';
import {
  cut,
  facesAt,
  grey,
  never,
  openYunet,
  paste,
  SFACE,
  YUNET_YEARS,
  type YunetYear,
} from '../../support/faces.ts';
import { readPicture } from '../../support/read-picture.ts';
import { sharedData } from '../../support/shared-data.ts';

/** Where the face lies in each portrait, as the detector sees it at 640 pixels; square around it what the tests cut out. */
const PORTRAITS = {
  'faces/obama.jpg': { left: 371, top: 91, width: 241, height: 329 },
  'images/astronaut.png': { left: 178, top: 63, width: 90, height: 113 },
} as const;
/** Their heights, pixels, where they are 20 pixels wide. */
const TWENTY_WIDE = { 'faces/obama.jpg': (20 * 329) / 241, 'images/astronaut.png': (20 * 113) / 90 };
type Portrait = keyof typeof PORTRAITS;

interface Shown {
  readonly picture: RgbImage;
  readonly box: Box;
}

/** A portrait made smaller or larger, so that its face is so many pixels high. */
async function portrait(path: string, name: Portrait, high: number): Promise<Shown> {
  const whole = await readPicture(path);
  const box = PORTRAITS[name];
  const around = Math.round(box.height * 0.4);
  const part = {
    left: Math.max(0, box.left - around),
    top: Math.max(0, box.top - around),
    width: box.width + 2 * around,
    height: box.height + 2 * around,
  };
  const factor = high / box.height;
  const size = { width: Math.round(part.width * factor), height: Math.round(part.height * factor) };
  return {
    picture: shrinkPicture(cut(whole, part), size),
    box: {
      left: (box.left - part.left) * factor,
      top: (box.top - part.top) * factor,
      width: box.width * factor,
      height: high,
    },
  };
}

const moved = (box: Box, left: number, top: number): Box => ({
  ...box,
  left: box.left + left,
  top: box.top + top,
});

describe.for(YUNET_YEARS)('the detector of %s', (year: YunetYear) => {
  it.for(['obama', 'biden', 'obama2', 'obama-480p'])(
    'finds one face in the portrait %s',
    async (name, context) => {
      const detector = await openYunet(context, year);
      const faces = await detector.detect(
        await readPicture(sharedData(context, `media/faces/${name}.jpg`)),
        never,
      );
      expect(faces).toHaveLength(1);
      expect(faces[0]!.score).toBeGreaterThan(0.9);
    },
  );

  it.for(['faces/obama.jpg', 'images/astronaut.png'] as const)(
    'finds faces 20 pixels wide in 1920 × 1080: %s',
    async (name, context) => {
      const detector = await openYunet(context, year);
      const { picture, box } = await portrait(sharedData(context, `media/${name}`), name, TWENTY_WIDE[name]);
      const frame = grey(1920, 1080);
      const places: Box[] = [];
      for (let i = 0; i < 48; i++) {
        // Steps that have nothing in common with the parts' sizes nor with the model's strides.
        const [left, top] = [20 + (i % 12) * 157, 20 + Math.floor(i / 12) * 263 + (i % 12) * 3];
        paste(frame, picture, left, top);
        places.push(moved(box, left, top));
      }
      const faces = await detector.detect(frame, never);
      expect(places.filter((place) => facesAt(place, faces).length === 1)).toHaveLength(48);
      expect(faces).toHaveLength(48);
    },
  );

  it('finds a face once and whole wherever the parts of a picture meet', async (context) => {
    const detector = await openYunet(context, year);
    const file = sharedData(context, 'media/faces/obama.jpg');
    for (const high of [40, 130, 220]) {
      const { picture, box } = await portrait(file, 'faces/obama.jpg', high);
      for (let i = 0; i < 6; i++) {
        // Across the borders between the first columns, and that between rows.
        const [left, top] = [430 + i * 41 - Math.round(high / 2), 420 + i * 43 - Math.round(high / 2)];
        const frame = grey(1920, 1080);
        paste(frame, picture, left, top);
        const faces = await detector.detect(frame, never);
        expect(faces, `${high} pixels at ${left}, ${top}`).toHaveLength(1);
        expect(overlapOf(faces[0]!.box, moved(box, left, top))).toBeGreaterThan(0.75);
      }
    }
  });

  it('finds a face that fills the picture, and no smaller ones in it', async (context) => {
    const detector = await openYunet(context, year);
    const name = 'faces/examples_train_biden_biden2.jpg';
    const whole = await readPicture(sharedData(context, `media/${name}`));
    // The head alone: 615 of 760 rows are face; each pixel four times.
    const head = cut(whole, { left: 360, top: 60, width: 560, height: 760 });
    const faces = await detector.detect(twice(head), never);
    expect(faces).toHaveLength(1);
    expect(faces[0]!.box.height).toBeGreaterThan(1000);
  });

  it('finds 300 faces in one picture, each once', async (context) => {
    const detector = await openYunet(context, year);
    const { picture, box } = await portrait(
      sharedData(context, 'media/faces/obama.jpg'),
      'faces/obama.jpg',
      52,
    );
    const crowd = grey(1920, 1440);
    const places: Box[] = [];
    for (let i = 0; i < 300; i++) {
      const [left, top] = [(i % 20) * 96, Math.floor(i / 20) * 96];
      paste(crowd, picture, left, top);
      places.push(moved(box, left, top));
    }
    const faces = await detector.detect(crowd, never);
    expect(faces).toHaveLength(300);
    expect(places.every((place) => facesAt(place, faces).length === 1)).toBe(true);
    const scores = faces.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it.for(['left', 'right', 'above', 'below'] as const)(
    'half a face at the border is at most one, and none that is good enough: %s',
    async (side, context) => {
      const detector = await openYunet(context, year);
      const { picture, box } = await portrait(
        sharedData(context, 'media/faces/obama.jpg'),
        'faces/obama.jpg',
        160,
      );
      const [across, down] = [box.left + box.width / 2, box.top + box.height / 2];
      const [left, top] = {
        left: [-across, 400],
        right: [1920 - across, 400],
        above: [700, -down],
        below: [700, 1080 - down],
      }[side] as [number, number];
      const frame = grey(1920, 1080);
      paste(frame, picture, Math.round(left), Math.round(top));
      const faces = await detector.detect(frame, never);
      expect(faces.length).toBeLessThanOrEqual(1);
      expect(faces.filter((face) => isGoodEnough(quality(frame, face)))).toEqual([]);
    },
  );

  it.for(['chelsea.png', 'coffee.png', 'rocket.jpg'])(
    'finds no face where there is none: %s',
    async (name, context) => {
      const detector = await openYunet(context, year);
      const picture = await readPicture(sharedData(context, `media/images/${name}`));
      expect(await detector.detect(picture, never)).toEqual([]);
    },
  );

  it('finds nothing in pictures of one pixel, one row or one colour', async (context) => {
    const detector = await openYunet(context, year);
    const sizes = [
      [1, 1],
      [1, 900],
      [5000, 1],
      [31, 33],
      [640, 640],
      [1920, 1080],
      [4000, 3000],
    ] as const;
    for (const [width, height] of sizes) {
      expect(await detector.detect(grey(width, height), never), `${width} × ${height}`).toEqual([]);
    }
  });

  it('finds faces in pictures smaller than the model, and in very wide and very high ones', async (context) => {
    const detector = await openYunet(context, year);
    const file = sharedData(context, 'media/faces/obama.jpg');
    const small = await portrait(file, 'faces/obama.jpg', 60);
    for (const [width, height, left, top] of [
      [small.picture.width, small.picture.height, 0, 0],
      [9000, 130, 8100, 10],
      [130, 9000, 10, 4321],
    ] as const) {
      const frame = grey(width, height);
      paste(frame, small.picture, left, top);
      const faces = await detector.detect(frame, never);
      expect(facesAt(moved(small.box, left, top), faces), `${width} × ${height}`).toHaveLength(1);
      expect(faces).toHaveLength(1);
    }
  });

  it('tells a face that is turned from those that are not', async (context) => {
    const detector = await openYunet(context, year);
    const file = sharedData(context, 'media/faces/examples_test_obama_and_biden.jpg');
    const picture = await readPicture(file);
    const faces = await detector.detect(picture, never);
    const [first, second, child] = faces.map((face) => quality(picture, face));
    // Two men who look into the camera; a child who looks down and aside.
    expect([first, second]).toEqual(Array(2).fill({ value: 1, faults: [] }));
    expect(child!.value).toBeLessThan(0.8);
  });
});

function quality(picture: RgbImage, face: DetectedFace) {
  return qualityOfFace(picture, face, SFACE.landmarks, SFACE.size);
}

/** Each pixel four times. */
function twice({ width, height, pixels }: RgbImage): RgbImage {
  const result = grey(width * 2, height * 2);
  for (let y = 0; y < height * 2; y++) {
    for (let x = 0; x < width * 2; x++) {
      const from = ((y >> 1) * width + (x >> 1)) * 3;
      result.pixels.set(pixels.subarray(from, from + 3), (y * width * 2 + x) * 3);
    }
  }
  return result;
}
