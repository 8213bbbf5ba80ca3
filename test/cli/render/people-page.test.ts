import { expect, it } from 'vitest';
import { peoplePage } from '../../../src/cli/render/people-page.ts';
import { listedPerson, storedTrack } from '../../support/listed-person.ts';

const many = Array.from({ length: 30 }, (_, at) => storedTrack(at + 1, 1, at));
const placeOf = () => ({ path: '/a "b"<script>&/c.mp4', online: true });

it('a page of people holds their pictures, escapes names and paths, and loads nothing', () => {
  const people = [
    listedPerson(3, `<img src=x onerror="alert('1')">&`, many[0]!),
    listedPerson(4, undefined, ...many),
  ];
  const page = peoplePage(people, placeOf, (track) => Uint8Array.of(track, 255));
  expect(page).toContain(`<h2>&lt;img src=x onerror=&quot;alert('1')&quot;&gt;&amp; <small>number 3, `);
  expect(page).toContain('<h2>person 4 <small>30 × in 1 video</small>');
  expect(page).not.toMatch(/<script|<img src=x|"b"/);
  expect(page).toContain('title="/a &quot;b&quot;&lt;script&gt;&amp;/c.mp4 @ 0:00:00.0"');
  expect(page).toContain('src="data:image/webp;base64,Af8="');
  // Of each person so many at most.
  expect(page.match(/<img /g)).toHaveLength(1 + 24);
  expect(page).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/https?:/);
  expect(page).toContain('30 × in 1 video<');
});
