import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type TestContext } from 'vitest';
import { faultsOf } from './checked-library.ts';
import { golden } from './golden.ts';
import { indexRig, writeTinyManifest } from './index-rig.ts';
import { ffmpeg, H264 } from './media.ts';
import { runHeimdex } from './run-heimdex.ts';
import { sharedData } from './shared-data.ts';
import { folderOfSuite } from './suite-folder.ts';

/** What `people list --json` tells of a person. */
export interface PersonDocument {
  readonly id: number;
  readonly name: string | null;
  readonly faces: number;
  readonly videos: number;
  readonly photos: number;
  readonly places: readonly {
    path: string;
    online: boolean;
    time: number;
    quality: number;
    box: readonly number[];
  }[];
}

/** Who is seen where, as `name or number: file file`. */
export const seenIn = (people: readonly PersonDocument[]) =>
  people.map(
    ({ id, name, places }) =>
      `${name ?? id}: ${places
        .map(({ path }) => basename(path))
        .sort()
        .join(' ')}`,
  );

/** A video of two shots, with sound: first one picture, then the other. */
export function film(path: string, first: string, second: string): void {
  const shot = 'scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:-1:-1,setsar=1,fps=10';
  ffmpeg(
    ...['-loop', '1', '-t', '3', '-i', first, '-loop', '1', '-t', '3', '-i', second],
    ...['-f', 'lavfi', '-i', 'sine=duration=6'],
    ...['-filter_complex', `[0:v]${shot}[a];[1:v]${shot}[b];[a][b]concat=n=2:v=1[v]`],
    ...['-map', '[v]', '-map', '2:a', ...H264, '-c:a', 'aac', path],
  );
}

/** A portrait of the shared test data; the test is skipped where it is not at hand. */
export const portrait = (context: TestContext, name: string) =>
  sharedData(context, `media/faces/${name}.jpg`);

/** Homes with the models: to add them takes longer than all else. */
const homes = new Map<boolean, Promise<string>>();
const suite = folderOfSuite();

async function makeHome(yunet: string, recognition: boolean): Promise<string> {
  const home = join(suite, recognition ? 'both' : 'finder');
  writeTinyManifest(home);
  const add = async (...args: string[]) => {
    const options = { env: { HEIMDEX_HOME: home, HOME: suite } };
    const { code, stderr } = await runHeimdex(['models', 'add', ...args, '--licence', 'MIT'], options);
    expect(code, stderr).toBe(0);
  };
  await add('face-detection', yunet, '--name', 'finder');
  const stranger = golden('tiny-faces/sface.onnx');
  if (recognition)
    await add('face-recognition', stranger, '--name', 'teller', '--set', 'samePersonCosine=0.5');
  return home;
}

/**
 * The built program with the real YuNet and, in SFace's place, a network of random weights with SFace's inputs and outputs:
 * it tells faces apart somehow, the same way each time. The test is skipped where YuNet is not at hand.
 */
export async function facesRig(context: TestContext, { recognition = true } = {}) {
  const yunet = sharedData(context, 'models/yunet/face_detection_yunet_2023mar.onnx');
  const rig = indexRig();
  const home = homes.get(recognition) ?? makeHome(yunet, recognition);
  homes.set(recognition, home);
  cpSync(await home, rig.home, { recursive: true, preserveTimestamps: true });
  const finder = ['--with', 'face-detection=finder'];
  const models = recognition ? [...finder, '--with', 'face-recognition=teller'] : finder;
  const people = (...args: string[]) => rig.run(['people', ...args]);
  return {
    ...rig,
    models,
    people,
    /** Runs `index` and returns its document; the library is whole afterwards. */
    async index(...args: string[]) {
      const { code, stdout, stderr } = await rig.run([
        ...['index', rig.videos, '--profile', 'tiny', '--json'],
        ...(args.includes('--with') ? [] : models),
        ...args,
      ]);
      expect(code, stderr).toBe(0);
      expect(await faultsOf(rig.library)).toEqual([]);
      return JSON.parse(stdout);
    },
    /** Runs a verb of `people` that succeeds and returns its document; the library is whole afterwards. */
    async told(...args: string[]) {
      const { code, stdout, stderr } = await people(...args, '--json');
      expect(code, stderr).toBe(0);
      expect(await faultsOf(rig.library)).toEqual([]);
      return JSON.parse(stdout);
    },
    async list(...args: string[]): Promise<PersonDocument[]> {
      return (await this.told('list', ...args)).people;
    },
    /** Everybody, each with all places. */
    async everybody(): Promise<PersonDocument[]> {
      const all = await this.list('--all');
      return Promise.all(
        all.map(async (person) =>
          person.faces > person.places.length ? (await this.list(String(person.id)))[0]! : person,
        ),
      );
    },
    /** What a verb of `people` that fails says: its exit code, its error, and what to try. */
    async refused(...args: string[]) {
      const { code, stdout, stderr } = await people(...args, '--json');
      expect(stdout).toBe('');
      const { schema, ...error } = JSON.parse(stderr.trim().split('\n').at(-1)!);
      expect(schema).toBe('heimdex.error/1');
      expect(error.exit).toBe(code);
      return error as { code: string; exit: number; message: string; try: string };
    },
  };
}
