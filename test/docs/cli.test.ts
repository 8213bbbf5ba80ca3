import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as exitCodes from '../../src/cli/exit-codes.ts';
import { ERROR_CODES } from '../../src/domain/errors.ts';
import { runHeimdex } from '../support/run-heimdex.ts';

const text = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
/** The sections of docs/cli.md by their titles. */
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section] as const),
);

/** The cells of a section's tables, row by row, without the heads. */
function rowsOf(title: string): string[][] {
  const section = sections.get(title);
  expect(section, `docs/cli.md has a section "${title}"`).toBeDefined();
  return section!
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter((_, index, rows) => !/^-+$/.test(rows[index]![0]!) && !/^-+$/.test(rows[index + 1]?.[0] ?? ''));
}

/** Flags in backticks, such as "--limit <n>" or "-q, --quiet". */
function flagsIn(markdown: string): string[] {
  return [...markdown.matchAll(/`(-{1,2}[^`\s]+(?:, --[^`\s]+)?(?: (?:<[^`]+>|\[[^`]+\]))?)`/g)].map(
    ([, flag]) => flag!,
  );
}

interface Verb {
  readonly name: string;
  /** Flags as the program prints them. */
  readonly flags: readonly string[];
  readonly verbs: readonly string[];
}

async function askHelp(name: string): Promise<Verb> {
  const { code, stdout, stderr } = await runHeimdex([...name.split(' ').filter(Boolean), '--help']);
  expect(code, stderr).toBe(0);
  const list = (title: string) => stdout.match(new RegExp(`^${title}:\\n((?:  .*\\n)*)`, 'm'))?.[1] ?? '';
  const entries = (title: string) =>
    [...list(title).matchAll(/^ {2}(\S.*?)(?: {2,}|$)/gm)].map(([, entry]) => entry!);
  return {
    name,
    flags: entries('Options'),
    verbs: entries('Commands')
      .map((entry) => entry.split(' ')[0]!)
      .filter((verb) => verb !== 'help'),
  };
}

/** Every verb of the program that does something, from its own help. */
async function allVerbs(name = ''): Promise<Verb[]> {
  const verb = await askHelp(name);
  if (verb.verbs.length === 0) return [verb];
  const below = await Promise.all(verb.verbs.map((child) => allVerbs(`${name} ${child}`.trim())));
  return below.flat();
}

describe('docs/cli.md', () => {
  let verbs: Verb[];
  beforeAll(async () => {
    verbs = await allVerbs();
  });

  it('is held against verbs that were really found', () => {
    expect(verbs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['index', 'search', 'status', 'demo', 'models pull', 'models verify']),
    );
    expect(verbs.find(({ name }) => name === 'search')!.flags).toEqual(
      expect.arrayContaining(['--limit <n>', '-h, --help']),
    );
  });

  it('has a section for every verb and for no other', () => {
    const titles = [...sections.keys()].filter((title) => title.startsWith('heimdex ')).sort();
    expect(titles).toEqual(verbs.map(({ name }) => `heimdex ${name}`).sort());
  });

  it('names every flag of every verb as the program prints it', () => {
    const common = flagsIn(sections.get('Common options')!);
    const missing = verbs.flatMap(({ name, flags }) => {
      const described = [...common, ...rowsOf(`heimdex ${name}`).flatMap(([cell]) => flagsIn(cell!))];
      return flags.filter((flag) => !described.includes(flag)).map((flag) => `${name}: ${flag}`);
    });
    expect(missing).toEqual([]);
  });

  it('names no flag that the program does not have', () => {
    const unknown = verbs.flatMap(({ name, flags }) =>
      rowsOf(`heimdex ${name}`)
        .flatMap(([cell]) => flagsIn(cell!))
        .filter((flag) => !flags.includes(flag))
        .map((flag) => `${name}: ${flag}`),
    );
    expect(unknown).toEqual([]);
  });

  it('calls common only what is so: in every verb, or where it says which', () => {
    const named = rowsOf('Common options').flatMap(([cell]) => flagsIn(cell!));
    expect(named.length).toBeGreaterThan(3);
    for (const flag of named) {
      expect(
        verbs.filter(({ flags }) => !flags.includes(flag)).map(({ name }) => name),
        flag,
      ).toEqual([]);
    }
    // In the text, with the verbs they belong to: the library's file, progress, and the program's own version.
    const told = flagsIn(sections.get('Common options')!).filter((flag) => !named.includes(flag));
    expect(
      told.filter((flag) => flag !== '-V, --version' && !verbs.some(({ flags }) => flags.includes(flag))),
    ).toEqual([]);
  });

  it('lists every exit code, each once', () => {
    const known = [
      ...Object.values(exitCodes.EXIT_OF_ERROR),
      ...Object.values(exitCodes).filter((value) => typeof value === 'number'),
    ];
    const listed = rowsOf('Exit codes').map(([code]) => Number(code));
    expect(listed).toEqual([...new Set(known)].sort((a, b) => a - b));
  });

  it('lists every error code with its exit number, each once', () => {
    const listed = rowsOf('Error codes').map(([code, exit]) => [code!.replaceAll('`', ''), Number(exit)]);
    const known = ERROR_CODES.map((code) => [code, exitCodes.EXIT_OF_ERROR[code]]);
    // A bug has no code among those foreseen, but JSON gives it one.
    const others = listed.filter(([code]) => code === 'bug');
    expect(others.every(([, exit]) => exit === exitCodes.EXIT_BUG)).toBe(true);
    expect(listed.filter(([code]) => code !== 'bug').sort()).toEqual(known.sort());
  });
});
