import { describe, expect, test } from 'vitest';
import type { StoredThing } from '../../../src/domain/ports/model-shelves.ts';
import { type PruneRules, planShelf, type ShelfNeeds } from '../../../src/domain/pruning/plan-shelf.ts';

const [OLD, NEW] = [1000, 3000];
const RULES: PruneRules = { before: 2000, models: true };
const [A, B] = ['a'.repeat(40), 'b'.repeat(40)];

/** Things by their paths: one that ends in "/" is a folder, in "@" a link; with "*" it is younger than the grace. */
function thingsOf(...names: string[]): StoredThing[] {
  return names.map((name) => {
    const path = name.replace(/[*/@]+$/, '');
    const kind = /\/\*?$/.test(name) ? 'folder' : /@\*?$/.test(name) ? 'other' : 'file';
    return { path, kind, bytes: 10, modified: name.endsWith('*') ? NEW : OLD };
  });
}

const needs = (revisions: Record<string, string[] | undefined> = {}, known = true): ShelfNeeds => ({
  known,
  revisions: new Map(Object.entries(revisions).map(([key, files]) => [key, files && new Set(files)])),
});

function plan(names: string[], what: ShelfNeeds, rules = RULES) {
  const { remove, left } = planShelf(thingsOf(...names), what, rules);
  return {
    remove: remove.map(({ kind, path }) => `${kind} ${path}`),
    left: left.map(({ reason, path }) => `${reason} ${path}`),
  };
}

describe('of a model’s folder', () => {
  test.each<[string, string[], ShelfNeeds, string[], string[]]>([
    [
      'a needed revision stays whole',
      [
        `${A}/`,
        `${A}/m`,
        `${A}.verified.json`,
        `${A}.self-test.json`,
        `${A}.tokenizer.bin`,
        'pull.lock',
        'pull.pid',
      ],
      needs({ [A]: ['m'] }),
      [],
      [],
    ],
    [
      'a revision that nobody needs goes with its records',
      [
        `${A}/`,
        `${A}/m`,
        `${A}.tokenizer.bin`,
        `${A}.verified.json`,
        `${B}/`,
        `${B}/m`,
        `${B}.self-test.json`,
        `${B}.tokenizer.bin`,
      ],
      needs({ [B]: ['m'] }),
      [`model ${A}`, `record ${A}.tokenizer.bin`, `record ${A}.verified.json`],
      [],
    ],
    [
      'one that only a library needs stays, whatever is in it',
      [`${A}/`, `${A}/whatever`, `${A}.verified.json`],
      needs({ [A]: undefined }),
      [],
      [],
    ],
    [
      'a model in no manifest is known by its form',
      [`${A}/`, `${A}/m`, 'pull.lock'],
      needs({}, false),
      [`model ${A}`],
      [],
    ],
    ['a lone lock stays', ['pull.lock'], needs({}, false), [], []],
    [
      'a record without its revision goes',
      [`${A}.verified.json`, `${A}.self-test.json`],
      needs({}, false),
      [`record ${A}.verified.json`, `record ${A}.self-test.json`],
      [],
    ],
    [
      'the record of what comes with heimdex stays, though it lies elsewhere',
      [`${A}.verified.json`],
      needs({ [A]: ['m'] }),
      [],
      [],
    ],
    [
      'a folder that has nothing of heimdex’s is left',
      ['todo.txt', 'sub/', 'sub/x'],
      needs({}, false),
      [],
      ['foreign '],
    ],
    [
      'foreign things beside revisions are left',
      [`${A}/`, `${A}/m`, 'notes.txt', 'other/', 'other/x', `${B}@`],
      needs({ [A]: ['m'] }),
      [],
      ['foreign notes.txt', 'foreign other', `foreign ${B}`],
    ],
    [
      'an old part goes, a young one stays',
      [`${A}/`, `${A}/m.part`, `${A}/n.part*`],
      needs({ [A]: ['m', 'n'] }),
      [`part ${A}/m.part`],
      [],
    ],
    [
      'a revision that nobody needs stays with a young part',
      [`${A}/`, `${A}/m`, `${A}/n.part*`, `${A}.verified.json`],
      needs(),
      [],
      [`unfinished ${A}`],
    ],
    [
      'a revision that nobody needs goes with an old part',
      [`${A}/`, `${A}/m`, `${A}/n.part`],
      needs(),
      [`model ${A}`],
      [],
    ],
    [
      'what was set aside as damaged goes at once',
      [`${A}/`, `${A}/m`, `${A}/m.bad*`],
      needs({ [A]: ['m'] }),
      [`damaged ${A}/m.bad`],
      [],
    ],
    [
      'a file of the model stays whatever its name',
      [`${A}/`, `${A}/m.bad`, `${A}/m.new`],
      needs({ [A]: ['m.bad', 'm.new'] }),
      [],
      [],
    ],
    [
      'left-over writes go when they are old',
      [
        `${A}/`,
        `${A}/m`,
        `${A}.verified.json.12.new`,
        `${B}.verified.json.new`,
        `${A}.self-test.json.12.new*`,
        `${A}.tokenizer.bin.12.new`,
        `${A}/x.new`,
      ],
      needs({ [A]: ['m'] }),
      [
        `temporary ${A}/x.new`,
        `temporary ${A}.verified.json.12.new`,
        `temporary ${B}.verified.json.new`,
        `temporary ${A}.tokenizer.bin.12.new`,
      ],
      [],
    ],
    [
      'unnamed files go when they are old',
      [`${A}/`, `${A}/m`, `${A}/old`, `${A}/young*`],
      needs({ [A]: ['m'] }),
      [`extra ${A}/old`],
      [`extra ${A}/young`],
    ],
    [
      'links in a needed revision are left',
      [`${A}/`, `${A}/m`, `${A}/l@`],
      needs({ [A]: ['m'] }),
      [],
      [`foreign ${A}/l`],
    ],
    [
      'empty folders go, and those that become empty',
      [`${A}/`, `${A}/e/`, `${A}/f/`, `${A}/f/g/`, `${A}/f/g/m.part`, `${A}/m`],
      needs({ [A]: ['m'] }),
      [`part ${A}/f/g/m.part`, `folder ${A}/f/g`, `folder ${A}/f`, `folder ${A}/e`],
      [],
    ],
  ])('%s', (_, names, what, remove, left) => {
    expect(plan(names, what)).toEqual({ remove, left });
  });

  test('as long as a library can’t be read only parts and left-over writes go', () => {
    const names = [
      `${A}/`,
      `${A}/m`,
      `${A}/m.part`,
      `${A}/m.bad`,
      `${A}/extra`,
      `${B}.verified.json`,
      `${A}.verified.json.1.new`,
    ];
    for (const what of [needs(), needs({ [A]: ['m'] })]) {
      expect(plan(names, what, { ...RULES, models: false })).toEqual({
        remove: [`part ${A}/m.part`, `temporary ${A}.verified.json.1.new`],
        left: [],
      });
    }
  });

  test('what is in a revision goes before the revision, and its bytes are those of its files', () => {
    const { remove } = planShelf(
      thingsOf(`${A}/`, `${A}/d/`, `${A}/d/m`, `${A}/l@`, `${A}/n`),
      needs(),
      RULES,
    );
    expect(remove.map(({ bytes, things }) => [bytes, things.map(({ path }) => path.slice(40))])).toEqual([
      [20, ['/n', '/l', '/d/m', '/d', '']],
    ]);
  });
});
