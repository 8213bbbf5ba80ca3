/** What one place of a pattern fits. */
type Step =
  /** One character. */
  | { readonly kind: 'one'; readonly fits: (character: string) => boolean }
  /** Any number of characters, of one name or across folders. */
  | { readonly kind: 'any'; readonly isAcross: boolean }
  /** Nothing, or whole names with the "/" behind them, in which the next step stays. */
  | { readonly kind: 'folders' }
  | { readonly kind: 'inFolders' };

/**
 * A path pattern as a test: `*` and `?` within one name, `**` across folders, `[a-z]` sets. A pattern without "/" is
 * held against the last name of the path, one with "/" against the end of the path; `./` before it changes nothing, and
 * a "/" at its end stands for all below. Case counts.
 *
 * @throws SyntaxError for a set that is none, such as `[z-a]`
 */
export function globMatcher(given: string): (path: string) => boolean {
  const relative = given.replace(/^(?:\.\/)+/, '');
  const steps = stepsOf(relative.endsWith('/') ? `${relative}**` : relative);
  const seen = createPairs(steps.length + 1);
  return (path) => matches(steps, /[\ud800-\udfff]/.test(path) ? [...path] : path, seen);
}

function stepsOf(pattern: string): Step[] {
  const characters = [...pattern];
  const steps: Step[] = [];
  const folders = () => void steps.push({ kind: 'folders' }, { kind: 'inFolders' });
  if (characters[0] !== '/') folders();
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    const end = character === '[' ? characters.indexOf(']', i + 1) : -1;
    const set = characters.slice(i + 1, Math.max(end, i + 1)).join('');
    if (character === '*' && characters[i + 1] === '*') {
      const isFolders = characters[i + 2] === '/';
      i += isFolders ? 2 : 1;
      if (isFolders) folders();
      else steps.push({ kind: 'any', isAcross: true });
    } else if (character === '*') steps.push({ kind: 'any', isAcross: false });
    else if (character === '?') steps.push({ kind: 'one', fits: (other) => other !== '/' });
    else if (/^(?![!^]$)./su.test(set)) {
      steps.push({ kind: 'one', fits: inSet(set) });
      i = end;
    } else steps.push({ kind: 'one', fits: (other) => other === character });
  }
  return steps;
}

function inSet(set: string): (character: string) => boolean {
  const expression = new RegExp(`[${set.replace(/[\\\]]/g, '\\$&').replace(/^!/, '^')}]`, 'u');
  return (character) => character !== '/' && expression.test(character);
}

/** Remembers pairs of a step and a place; forgets them without being made anew for each path. */
interface Pairs {
  forget(places: number): void;
  /** Whether a pair is a new one. */
  add(at: number, place: number): boolean;
}

function createPairs(steps: number): Pairs {
  let rounds = new Uint32Array(0);
  let round = 0;
  let width = 0;
  return {
    forget(places) {
      round++;
      width = places;
      if (rounds.length < steps * width) rounds = new Uint32Array(2 * steps * width);
    },
    add(at, place) {
      const pair = at * width + place;
      if (rounds[pair] === round) return false;
      rounds[pair] = round;
      return true;
    },
  };
}

/**
 * Whether any way through all steps ends with the path. Each pair of a step and a place is looked at once: a regular
 * expression goes back and forth, and would take years for `******x`.
 *
 * @param path its characters
 */
function matches(steps: readonly Step[], path: ArrayLike<string>, seen: Pairs): boolean {
  seen.forget(path.length + 1);
  const waiting: number[] = [0, 0];
  while (waiting.length > 0) {
    let place = waiting.pop()!;
    let at = waiting.pop()!;
    while (seen.add(at, place)) {
      const step = steps[at];
      const isEnd = place === path.length;
      if (step === undefined) {
        if (isEnd) return true;
        break;
      }
      const character = path[place]!;
      if (step.kind === 'folders') {
        waiting.push(at + 1, place);
        at += 2;
      } else if (step.kind === 'any') {
        if (!isEnd && (step.isAcross || character !== '/')) waiting.push(at, place + 1);
        at++;
      } else if (isEnd) break;
      else if (step.kind === 'inFolders') {
        if (character === '/') waiting.push(at + 1, place + 1);
        place++;
      } else if (step.fits(character)) {
        at++;
        place++;
      } else break;
    }
  }
  return false;
}
