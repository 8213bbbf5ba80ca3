import {
  cruise,
  type ICruiseResult,
  type IForbiddenRuleType,
  type IRegularForbiddenRuleType,
} from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { beforeAll, describe, expect, it } from 'vitest';

/** The packages and Node modules beyond `node:*` that each adapter may use: its own library and nothing else. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  archive: ['tar'],
  ffmpeg: ['zod', 'ffmpeg-static'],
  files: [],
  hub: ['undici', '@huggingface/hub'],
  image: ['sharp'],
  inference: ['onnxruntime-node', '@huggingface/tokenizers', '@huggingface/transformers'],
  sqlite: ['better-sqlite3', 'sqlite-vec'],
  subtitles: ['chardet', 'iconv-lite'],
};

/** A package as it is found on disk, however the path to it is written. */
const inPackage = (names: readonly string[]) =>
  `node_modules/(@types/)?(${names.join('|')})/|^(${names.join('|')})$`;
const packagesBut = (names: readonly string[]) => ({
  dependencyTypesNot: ['core', 'local', 'type-only'] as ('core' | 'local' | 'type-only')[],
  path: 'node_modules|^[^./]',
  pathNot: names.length === 0 ? ['^src/'] : ['^src/', inPackage(names)],
});

/** Each rule forbids; what it allows is what design.md, "Layers", says. */
const RULES: readonly IForbiddenRuleType[] = [
  rule('the domain imports nothing of ours but the domain', '^src/domain/', {
    path: '^src/',
    pathNot: '^src/domain/',
  }),
  rule('the domain touches no Node module', '^src/domain/', { dependencyTypes: ['core'] }),
  rule('the domain uses no package but zod', '^src/domain/', packagesBut(['zod'])),
  rule('the use cases import only the domain and themselves', '^src/app/', {
    path: '^src/',
    pathNot: '^src/(domain|app)/',
  }),
  rule('the use cases touch no Node module', '^src/app/', { dependencyTypes: ['core'] }),
  rule('the use cases use no package', '^src/app/', packagesBut([])),
  rule('adapters import only the domain and adapters', '^src/adapters/', {
    path: '^src/',
    pathNot: '^src/(domain|adapters)/',
  }),
  rule('no adapter imports another', '^src/adapters/([^/]+)/', {
    path: '^src/adapters/',
    pathNot: '^src/adapters/$1/',
  }),
  ...Object.entries(LIBRARIES).map(([adapter, packages]) =>
    rule(
      `the adapter ${adapter} uses only its own library`,
      `^src/adapters/${adapter}/`,
      packagesBut(packages),
    ),
  ),
  rule(
    'only the wiring imports adapters',
    '^src/',
    { path: '^src/adapters/' },
    '^src/(adapters|cli/wiring)/',
  ),
  rule('nothing is imported in a circle', '^src/', { circular: true }),
  rule('nothing imports a package that package.json does not name', '^src/', {
    dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined', 'unknown'],
  }),
  rule('every import leads somewhere', '^src/', { couldNotResolve: true }),
  ...['index', 'search', 'show', 'status', 'demo'].flatMap((verb) => [
    reach(`no path leads from ${verb} to the Hub adapter`, verb, '^src/adapters/hub/'),
    reach(`no path leads from ${verb} to a network library`, verb, inPackage(['undici', '@huggingface/hub'])),
    reach(
      `no path leads from ${verb} to Node's network modules`,
      verb,
      '^(node:)?(net|tls|http|https|http2|dgram|dns)(/|$)',
    ),
  ]),
];

function rule(
  name: string,
  from: string,
  to: IRegularForbiddenRuleType['to'],
  fromNot?: string,
): IForbiddenRuleType {
  return {
    name,
    severity: 'error',
    from: { path: from, ...(fromNot === undefined ? {} : { pathNot: fromNot }) },
    to,
  };
}

function reach(name: string, verb: string, path: string): IForbiddenRuleType {
  const from = `^src/cli/(wiring|commands)/${verb}\\.ts$`;
  return {
    name,
    severity: 'error',
    from: { path: from },
    to: { path, reachable: true },
  } as IForbiddenRuleType;
}

describe('the layers', () => {
  let result: ICruiseResult;

  beforeAll(async () => {
    const { output } = await cruise(
      ['src'],
      {
        ruleSet: { forbidden: [...RULES] },
        validate: true,
        tsPreCompilationDeps: true,
        doNotFollow: { path: 'node_modules' },
        tsConfig: { fileName: 'tsconfig.json' },
      },
      undefined,
      { tsConfig: extractTSConfig('tsconfig.json') },
    );
    result = output as ICruiseResult;
  });

  it('were read: the TypeScript modules, their type imports and their dynamic imports', () => {
    const sources = result.modules.filter(({ source }) => /^src\/.*\.ts$/.test(source));
    expect(sources.length).toBeGreaterThanOrEqual(60);
    const edges = (source: string) =>
      result.modules.find((module) => module.source === source)?.dependencies.map(({ resolved }) => resolved);
    expect(edges('src/cli/wiring/index-session.ts')).toContain('src/adapters/sqlite/open-library.ts');
    expect(edges('src/adapters/image/fit-model.ts'), 'a type import').toContain('src/domain/frame.ts');
    expect(edges('src/cli/commands/search.ts'), 'a dynamic import').toContain('src/cli/wiring/search.ts');
    expect(edges('src/cli/wiring/models.ts'), 'a dynamic import').toContain(
      'src/adapters/hub/create-hub-source.ts',
    );
    const adapters = new Set(
      sources.map(({ source }) => source.match(/^src\/adapters\/([^/]+)\//)?.[1]).filter(Boolean),
    );
    expect([...adapters].sort(), 'each adapter has its line in LIBRARIES').toEqual(
      Object.keys(LIBRARIES).sort(),
    );
  });

  it('every start, whatever the verb, loads no package but commander', () => {
    const loads = (source: string) =>
      (result.modules.find((module) => module.source === source)?.dependencies ?? [])
        .filter(({ dynamic, dependencyTypes }) => !dynamic && !dependencyTypes.includes('type-only'))
        .map(({ resolved }) => resolved);
    const reached = new Map([['src/cli/main.ts', '']]);
    for (const [source] of reached)
      for (const to of loads(source)) if (!reached.has(to)) reached.set(to, source);
    expect(reached.size).toBeGreaterThan(20);
    const packages = [...reached].filter(([to]) => /node_modules/.test(to) && !/commander/.test(to));
    expect(packages, 'what is loaded, and from where').toEqual([]);
  });

  it.each(RULES.map(({ name }) => name!))('%s', (name) => {
    const violations = result.summary.violations
      .filter((violation) => violation.rule.name === name)
      .map(({ from, to, via, cycle }) =>
        [from, ...(via ?? cycle ?? []).map((step) => step.name), ...(via || cycle ? [] : [to])].join(' → '),
      );
    expect(violations).toEqual([]);
  });
});
