import type { ListedPerson } from '../../app/people/list-people.ts';
import { formatTime } from '../../domain/time.ts';
import { counted } from './counted.ts';
import { callPerson, type PlaceOfFace } from './people-lines.ts';

/** So many pictures of a person are on the page. */
const PICTURES = 24;

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
section { margin: 0 0 2rem; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
h2 small { font-weight: normal; opacity: .7; }
ul { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: 0; padding: 0; }
img { border-radius: .4rem; display: block; height: 6rem; object-fit: cover; width: 6rem; }
`;

/** A page that shows people with their pictures; everything is in the one file. */
export function peoplePage(
  people: readonly ListedPerson[],
  placeOf: PlaceOfFace,
  thumbnailOf: (track: number) => Uint8Array,
): string {
  const sections = people.map((person) => {
    const pictures = person.tracks.slice(0, PICTURES).map((track) => {
      const title = escaped(`${placeOf(track).path} @ ${formatTime(track.place.time)}`);
      const data = Buffer.from(thumbnailOf(track.id)).toString('base64');
      return `<li><img src="data:image/webp;base64,${data}" alt="${title}" title="${title}"></li>`;
    });
    const seen = `${person.tracks.length} × in ${counted(person.videos, 'video')}`;
    const number = person.name === undefined ? '' : `number ${person.id}, `;
    return `<section><h2>${escaped(callPerson(person))} <small>${number}${seen}</small></h2>
<ul>${pictures.join('\n')}</ul></section>`;
  });
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>People</title><style>${STYLE}</style>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<body><h1>People</h1>
${sections.join('\n')}
</body></html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
