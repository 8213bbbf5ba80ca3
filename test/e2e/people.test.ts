import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { facesRig, film, portrait, seenIn } from '../support/faces-rig.ts';
import { indexRig } from '../support/index-rig.ts';
import { ffmpeg, H264, makeVideo, rotate } from '../support/media.ts';
import { readPicture } from '../support/read-picture.ts';

const PORTRAITS = ['biden', 'obama', 'obama2', 'obama-480p'];
const GROUPS = ['examples_test_obama_and_biden', 'examples_train_biden_biden2'];

describe('faces', { timeout: 60_000 }, () => {
  test('are found in every portrait, once, and nobody has to be', async (context) => {
    const rig = await facesRig(context);
    for (const name of [...PORTRAITS, ...GROUPS])
      copyFileSync(portrait(context, name), join(rig.videos, `${name}.jpg`));
    makeVideo(join(rig.videos, 'nobody.mp4'));
    const report = await rig.index();
    expect(report).toMatchObject({ videos: { indexed: 7, failed: 0 }, problems: [] });
    const everybody = await rig.everybody();
    const places = everybody.flatMap((person) => person.places);
    for (const name of PORTRAITS) {
      const own = places.filter(({ path }) => path === join(rig.videos, `${name}.jpg`));
      expect(own, name).toHaveLength(1);
      const { width, height } = await readPicture(portrait(context, name));
      const [left, top, across, down] = own[0]!.box as [number, number, number, number];
      // In pixels of the picture as it is.
      expect(left + across / 2).toBeGreaterThan(0.2 * width);
      expect(left + across / 2).toBeLessThan(0.8 * width);
      expect(top + down / 2).toBeLessThan(0.7 * height);
      expect(down).toBeGreaterThan(0.1 * height);
    }
    expect(places.some(({ path }) => path.endsWith('nobody.mp4'))).toBe(false);
    const status = JSON.parse((await rig.run(['status', '--json'])).stdout);
    expect(status).toMatchObject({ videos: 7, faces: report.faces, people: everybody.length });
    expect(report.faces).toBeGreaterThanOrEqual(8);
    const again = await rig.index();
    expect(again).toMatchObject({ videos: { indexed: 0, unchanged: 7 }, faces: 0 });
    expect(await rig.everybody()).toEqual(everybody);
  });

  test('are looked for before anything else is, in the frames that would be chosen', async (context) => {
    const rig = await facesRig(context);
    film(join(rig.videos, 'film.mp4'), portrait(context, 'obama'), portrait(context, 'biden'));
    expect(await rig.index('--only', 'faces')).toMatchObject({ videos: { indexed: 1 }, frames: 0, faces: 2 });
    const [first, second] = (await rig.list('--all'))
      .flatMap(({ places }) => places)
      .sort((a, b) => a.time - b.time);
    expect(first!.time).toBeLessThan(3);
    expect(second!.time).toBeGreaterThanOrEqual(3);
    const before = await rig.list('--all');
    const { frames, faces } = await rig.index('--only', 'sight,speech');
    expect(frames).toBeGreaterThan(1);
    expect(faces).toBe(0);
    expect((await rig.index()).videos).toMatchObject({ unchanged: 1 });
    // The frames that sight has chosen are the ones that were looked at.
    expect(await rig.index('--reindex', 'faces')).toMatchObject({ frames: 0, faces: 2 });
    expect(await rig.list('--all')).toEqual(before);
  });

  test('are found upright in a photo and in a video that lie on their side', async (context) => {
    const rig = await facesRig(context);
    const upright = portrait(context, 'obama');
    // Stored lying, with the word that it is to be shown turned back.
    await sharp(upright)
      .resize(480)
      .rotate(90)
      .withMetadata({ orientation: 8 })
      .jpeg()
      .toFile(join(rig.videos, 'photo.jpg'));
    const lying = join(rig.folder, 'lying.mp4');
    const still = ['-loop', '1', '-t', '2', '-i', upright];
    ffmpeg(...still, '-vf', 'scale=480:-2,transpose=clock,setsar=1,fps=10', ...H264, lying);
    rotate(lying, join(rig.videos, 'video.mp4'), 270);
    expect(await rig.index('--only', 'faces')).toMatchObject({ faces: 2, problems: [] });
    for (const { places } of await rig.list('--all')) {
      for (const { box } of places) {
        const [left, top, width, height] = box as [number, number, number, number];
        // Higher than wide, in the upper part of a picture 480 pixels wide.
        expect(height).toBeGreaterThan(width);
        expect(left + width).toBeLessThan(480);
        expect(top + height / 2).toBeLessThan(360);
      }
    }
  });

  test('are left alone with --only sight,speech', async (context) => {
    const rig = await facesRig(context);
    copyFileSync(portrait(context, 'obama'), join(rig.videos, 'a.jpg'));
    expect(await rig.index('--only', 'sight,speech')).toMatchObject({ frames: 1, faces: 0 });
    expect(await rig.list('--all')).toEqual([]);
    expect((await rig.people('list')).stderr).toContain('heimdex index FOLDER --only faces');
    expect(await rig.index()).toMatchObject({ frames: 0, faces: 1 });
  });

  test('without a model that tells them apart are found, and people need one', async (context) => {
    const rig = await facesRig(context, { recognition: false });
    copyFileSync(portrait(context, 'obama'), join(rig.videos, 'a.jpg'));
    expect(await rig.index()).toMatchObject({ faces: 1, problems: [] });
    const { code, stdout, stderr } = await rig.people('list', '--all');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('no model that tells them apart: heimdex models pull sface');
    expect(await rig.refused('enroll', 'Anna', join(rig.videos, 'a.jpg'))).toMatchObject({
      code: 'model-missing',
      exit: 4,
      try: 'heimdex models pull yunet sface',
    });
  });
});

test('where no model finds faces they are left out, unless they are asked for', async () => {
  const rig = indexRig();
  makeVideo(join(rig.videos, 'a.mp4'), { seconds: 1 });
  for (const options of [
    ['--only', 'faces'],
    ['--only', 'sight,faces', '--dry-run'],
  ]) {
    const { code, stdout, stderr } = await rig.run(['index', rig.videos, '--profile', 'tiny', ...options]);
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toBe('heimdex: no model that finds faces is installed\ntry: heimdex models pull yunet\n');
  }
  expect(await rig.index()).toMatchObject({ videos: { indexed: 1 }, faces: 0, problems: [] });
  expect((await rig.run(['people', 'list'])).stderr).toContain('no faces were found, or none looked for');
});

test('a file that a stage does not concern is passed without a word', async (context) => {
  const rig = await facesRig(context);
  copyFileSync(portrait(context, 'obama'), join(rig.videos, 'photo.jpg'));
  ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', join(rig.videos, 'sound.wav'));
  const { stderr } = await rig.run(['index', rig.videos, '--profile', 'tiny', ...rig.models]);
  const lines = [...stderr.matchAll(/^\d of \d: .*\/(.*)$/gm)].map(([, told]) => told);
  expect(lines.sort()).toEqual(['photo.jpg: 1 face', 'photo.jpg: 1 frame', 'sound.wav: 0 sentences']);
});

describe('people', { timeout: 120_000 }, () => {
  test('are named, merged, split, enrolled and forgotten, and all that holds', async (context) => {
    const rig = await facesRig(context);
    const at = (name: string) => join(rig.videos, name);
    for (const name of PORTRAITS) copyFileSync(portrait(context, name), at(`${name}.jpg`));
    await rig.index();
    const everybody = await rig.everybody();
    const idAt = async (file: string) =>
      (await rig.everybody()).find(({ places }) => places.some(({ path }) => path === at(file)))!.id;

    const biden = await idAt('biden.jpg');
    expect(await rig.told('name', String(biden), 'Joe')).toEqual({
      schema: 'heimdex.person/1',
      library: rig.library,
      id: biden,
      name: 'Joe',
      faces: everybody.find(({ id }) => id === biden)!.faces,
    });
    // One who is the others' as well becomes one of all, then is taken out again.
    const ids = [...new Set(await Promise.all(PORTRAITS.map((name) => idAt(`${name}.jpg`))))];
    const others = ids.filter((id) => id !== biden).map(String);
    if (others.length > 0)
      expect(await rig.told('merge', 'joe', ...others)).toMatchObject({ id: biden, name: 'Joe', faces: 4 });
    expect(seenIn(await rig.list('Joe'))).toEqual(['Joe: biden.jpg obama-480p.jpg obama.jpg obama2.jpg']);
    const out = ['obama.jpg@0', 'obama2.jpg@0:00', 'obama-480p.jpg@0:00:00.0'].map((file) => at(file));
    const split = await rig.told('split', 'Joe', ...out);
    expect(split).toMatchObject({ schema: 'heimdex.person/1', name: null, faces: 3 });
    const apart = ['Joe: biden.jpg', `Barack: obama-480p.jpg obama.jpg obama2.jpg`];
    await rig.told('name', String(split.id), 'Barack');
    expect(seenIn(await rig.everybody()).sort()).toEqual([...apart].sort());

    // By grouping anew, and when all is gone through again.
    expect(await rig.told('group')).toEqual({
      schema: 'heimdex.people-group/1',
      library: rig.library,
      people: 2,
      doubtful: expect.any(Number),
    });
    expect(seenIn(await rig.everybody()).sort()).toEqual([...apart].sort());
    await rig.index('--reindex', 'faces');
    expect(seenIn(await rig.everybody()).sort()).toEqual([...apart].sort());

    // A new video joins them: the same pictures make the same vectors.
    film(at('film.mp4'), portrait(context, 'obama'), portrait(context, 'biden'));
    await rig.index();
    expect(await rig.everybody()).toMatchObject([
      { name: 'Barack', videos: 4 },
      { name: 'Joe', videos: 2 },
    ]);

    const forgotten = await rig.told('forget', 'Barack', '--yes');
    expect(forgotten).toEqual({ schema: 'heimdex.people-forget/1', library: rig.library, faces: 4 });
    expect(readFileSync(rig.library).includes('Barack')).toBe(false);
    await rig.index('--reindex', 'faces');
    expect(seenIn(await rig.everybody())).toEqual(['Joe: biden.jpg film.mp4']);

    expect(await rig.told('forget', '--all', '--yes')).toMatchObject({ faces: 2 });
    expect(await rig.everybody()).toEqual([]);
    const status = JSON.parse((await rig.run(['status', '--json'])).stdout);
    expect(status).toMatchObject({ videos: 5, faces: 0, people: 0 });
    expect((await rig.index()).faces).toBe(0);
  });

  test('are known by photos, which have to show one face or say which', async (context) => {
    const rig = await facesRig(context);
    for (const name of ['biden', 'obama'])
      copyFileSync(portrait(context, name), join(rig.videos, `${name}.jpg`));
    await rig.index();
    const enroll = (...args: string[]) => ['enroll', ...args, ...rig.models];
    const photo = portrait(context, 'obama');
    const enrolled = await rig.told(...enroll('Barack', photo));
    expect(enrolled).toMatchObject({ schema: 'heimdex.person/1', name: 'Barack' });
    expect(seenIn(await rig.list('Barack'))[0]).toContain('obama.jpg');
    // Once more, and one that is not him.
    await rig.told(...enroll('barack', photo, '--not', portrait(context, 'biden')));
    expect(await rig.list('Barack')).toMatchObject([{ id: enrolled.id, photos: 1, faces: 1 }]);

    const both = portrait(context, GROUPS[0]!);
    const several = await rig.refused(...enroll('Joe', both));
    expect(several).toMatchObject({
      code: 'usage',
      exit: 2,
      message: expect.stringMatching(/shows \d faces$/),
    });
    expect(several.try).toContain(`${both}#2`);
    await rig.told(...enroll('Joe', `${both}#2`));
    expect(await rig.refused(...enroll('Joe', `${both}#9`))).toMatchObject({ code: 'usage' });
    const nobody = join(rig.folder, 'nobody.png');
    ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=320x240', '-frames:v', '1', nobody);
    expect(await rig.refused(...enroll('Zoe', nobody))).toMatchObject({ message: `${nobody} shows no face` });
    expect(await rig.refused(...enroll('Zoe', join(rig.folder, 'none.jpg')))).toMatchObject({
      code: 'image-unreadable',
      exit: 2,
    });
    expect((await rig.list('--all')).map(({ name }) => name)).not.toContain('Zoe');
  });

  test('are asked for by what is known, and shown as a table and as a page', async (context) => {
    const rig = await facesRig(context);
    expect(await rig.refused('list')).toMatchObject({ code: 'library-missing' });
    expect(await rig.refused('merge', '1', '2')).toMatchObject({ code: 'library-missing' });
    copyFileSync(portrait(context, 'obama'), join(rig.videos, '<b>&.jpg'));
    await rig.index();
    const [person] = await rig.list('--all');
    expect(await rig.refused('name', '99', 'Anna')).toMatchObject({ code: 'usage', exit: 2 });
    expect(await rig.refused('name', String(person!.id))).toMatchObject({ message: 'no name was given' });
    expect(await rig.refused('forget')).toMatchObject({ message: 'nobody was named' });
    expect(await rig.refused('forget', String(person!.id))).toMatchObject({
      try: expect.stringContaining('--yes'),
    });
    expect(await rig.refused('split', String(person!.id), '<b>&.jpg@5')).toMatchObject({ code: 'usage' });
    await rig.told('name', String(person!.id), 'A <i>');
    const { stdout } = await rig.people('list');
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^number +name +faces +videos +photos +seen best at$/),
      expect.stringMatching(/^ +1 +A <i> +1 +1 +videos\/<b>&\.jpg@0:00:00\.0$/),
      '',
    ]);
    const one = (await rig.people('list', 'a <I>')).stdout;
    expect(one.trimEnd().split('\n').at(-1)).toBe('  videos/<b>&.jpg@0:00:00.0');
    const page = join(rig.folder, 'people.html');
    await rig.told('list', '--html', page);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('A &lt;i&gt;');
    expect(html).toContain('&lt;b&gt;&amp;.jpg');
    expect(html).not.toMatch(/<i>|<b>/);
    expect(html.match(/data:image\/webp;base64,UklGR/g)).toHaveLength(1);
    expect(await rig.told('list', '--doubtful')).toEqual({
      schema: 'heimdex.people-doubtful/1',
      library: rig.library,
      pairs: [],
    });
    await rig.told('name', '1', '--none');
    expect(await rig.told('list')).toMatchObject({ schema: 'heimdex.people/1', people: [], hidden: 1 });
  });
});
