/**
 * A path pattern as a test: `*` and `?` within one name, `**` across folders, `[a-z]` sets. A pattern without "/" is
 * held against the last name of the path, one with "/" against the end of the path; `./` before it changes nothing, and
 * a "/" at its end stands for all below. Case counts.
 */
export function globMatcher(given: string): (path: string) => boolean {
  const relative = given.replace(/^(?:\.\/)+/, '');
  const pattern = relative.endsWith('/') ? `${relative}**` : relative;
  let expression = '';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (character === '*' && pattern[i + 1] === '*') {
      i += pattern[i + 2] === '/' ? 2 : 1;
      expression += pattern[i] === '/' ? '(?:.*/)?' : '.*';
    } else if (character === '*') expression += '[^/]*';
    else if (character === '?') expression += '[^/]';
    else if (character === '[' && pattern.indexOf(']', i + 1) > i) {
      const end = pattern.indexOf(']', i + 1);
      const set = pattern
        .slice(i + 1, end)
        .replace(/[\\\]]/g, '\\$&')
        .replace(/^!/, '^');
      expression += set === '' || set === '^' ? '\\[' : `(?!/)[${set}]`;
      i = set === '' || set === '^' ? i : end;
    } else expression += character.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  }
  const start = pattern.startsWith('/') ? '^' : '(?:^|/)';
  const matcher = new RegExp(`${start}${expression}$`, 'u');
  return (path) => matcher.test(path);
}
