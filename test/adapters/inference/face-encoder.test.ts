import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFaceEncoder } from '../../../src/adapters/inference/open-face-encoder.ts';
import type { DetectedFace } from '../../../src/domain/face.ts';
import type { Model } from '../../../src/domain/manifest/schema.ts';
import { dot } from '../../../src/domain/vector.ts';
import { grey, landmarksOf, never, SFACE } from '../../support/faces.ts';
import { golden } from '../../support/golden.ts';
import { readPicture } from '../../support/read-picture.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { workingFaceRecognition } from '../../support/working-models.ts';

const GRAPH = golden('tiny-faces/sface.onnx');

/** A face somewhere in a picture of 300 × 200, its landmarks as the template has them. */
function faceAt(x: number, y: number, scale = 0.8): DetectedFace {
  const landmarks = landmarksOf(
    SFACE.landmarks.flatMap(([left, top]) => [x + (left - 56) * scale, y + (top - 56) * scale]),
  );
  return { box: { left: x - 40, top: y - 40, width: 80, height: 80 }, landmarks, score: 0.9 };
}

async function open(path: string, config = SFACE) {
  const encoder = await openFaceEncoder(path, 'sface', config);
  onTestFinished(() => encoder.close());
  return encoder;
}

describe('openFaceEncoder', () => {
  it('gives a face the same vector alone and in company, where the graph takes batches and where not', async () => {
    const batching = workingFaceRecognition();
    const path = join(tempFolder(), 'batching.onnx');
    writeFileSync(path, [...batching.contents.values()][0]!);
    const { config } = batching.model as Extract<Model, { role: 'face-recognition' }>;
    const picture = await readPicture(golden('pictures/checkerboard-300x200.png'));
    const faces = Array.from({ length: 21 }, (_, i) => faceAt(60 + i * 9, 60 + (i % 5) * 17, 0.5 + i / 40));
    const template = { ...config, landmarks: SFACE.landmarks.map(([x, y]) => [x / 7, y / 7] as const) };
    for (const encoder of [await open(GRAPH), await open(path, template)]) {
      const together = await encoder.embedFaces(picture, faces, never);
      expect(together).toHaveLength(21);
      for (const [i, face] of faces.entries()) {
        const [alone] = await encoder.embedFaces(picture, [face], never);
        expect(dot(alone!, together[i]!)).toBeGreaterThan(0.99999);
        expect(dot(alone!, together[(i + 1) % 21]!)).toBeLessThan(0.9999);
      }
    }
  });

  it('gives no vectors for no faces', async () => {
    expect(await (await open(GRAPH)).embedFaces(grey(10, 10), [], never)).toEqual([]);
  });

  it('gives a vector for a face that lies mostly outside', async () => {
    const picture = await readPicture(golden('pictures/checkerboard-300x200.png'));
    const [vector] = await (await open(GRAPH)).embedFaces(picture, [faceAt(-20, 5, 2)], never);
    expect(vector).toHaveLength(128);
  });

  it('refuses what is no graph, and one that takes or gives something else', async () => {
    await expect(openFaceEncoder(golden('strings.json'), 'broken', SFACE)).rejects.toMatchObject({
      code: 'model-damaged',
    });
    const picture = await readPicture(golden('pictures/checkerboard-300x200.png'));
    for (const changed of [{ size: 96 }, { dimension: 64 }]) {
      const encoder = await open(GRAPH, { ...SFACE, ...changed });
      await expect(encoder.embedFaces(picture, [faceAt(150, 100)], never)).rejects.toMatchObject({
        code: 'model-damaged',
      });
    }
  });

  it('stops between faces when asked to', async () => {
    const encoder = await open(GRAPH);
    await expect(
      encoder.embedFaces(grey(300, 200), [faceAt(150, 100)], AbortSignal.abort(130)),
    ).rejects.toMatchObject({ code: 'interrupted' });
  });
});
