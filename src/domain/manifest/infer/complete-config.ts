import { HeimdexError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import type { ModelRole } from '../roles.ts';
import type { Draft } from './clues.ts';

/** The constants of each role that its files may fail to tell: what each is, and how it is stated. */
const CONSTANTS: Readonly<Record<ModelRole, Readonly<Record<string, string>>>> = {
  speech: {
    sampleRate: '16000',
    windowSeconds: '30',
    languages: 'en,ko',
  },
  text: {
    pooling: 'mean, or pooling=first: which token states become the vector',
    dimension: '384',
    maxTokens: '512',
    languages: 'en,ko',
  },
  'image-text': {
    dimension: '768',
    'vision.size': '224',
    'vision.resample': 'bilinear, or vision.resample=bicubic',
    'vision.crop': 'none, or vision.crop=center',
    'vision.mean': '0.5,0.5,0.5',
    'vision.std': '0.5,0.5,0.5',
    'text.length': '64',
    'text.padId': '0',
    'text.lowercase': 'true, or text.lowercase=false',
    'scoring.logScale': '4.72',
    'scoring.bias': '-16.77',
    languages: 'en,ko',
  },
  'face-detection': { scoreThreshold: '0.6', overlapThreshold: '0.3' },
  'face-recognition': {
    dimension: '128',
    samePersonCosine: '0.363, the least cosine of two faces of one person that the makers give',
    landmarks: '[[x,y],…], five points in the aligned face',
  },
  'voice-activity': { sampleRate: '16000', windowSamples: '512', contextSamples: '64' },
  reranker: { maxTokens: '512', languages: 'en,ko' },
};

/** Constants that a model may do without. */
const OPTIONAL = new Set(['scoring.logScale', 'scoring.bias']);

/** Constants that are lists, so that they may be written with commas. */
const LISTS = new Set(['languages', 'vision.mean', 'vision.std']);

/**
 * Reads `NAME=VALUE`, as `pooling=mean` or `vision.mean=0.5,0.5,0.5`.
 *
 * @throws HeimdexError `usage` for a name that is no constant of the role
 */
export function parseConstant(role: ModelRole, text: string): readonly [string, unknown] {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(0, at));
  const known = Object.keys(CONSTANTS[role]);
  if (at < 1 || at === text.length - 1) {
    throw new HeimdexError('usage', `expected NAME=VALUE, got "${text}"`, {
      hint: `such as --set ${example(role)}`,
    });
  }
  if (!known.includes(name)) {
    const near = nearest(name, known);
    throw new HeimdexError(
      'usage',
      `a model for ${role} has no constant ${name}${near === undefined ? '' : ` (did you mean ${near}?)`}`,
      { hint: `--set with one of ${known.join(', ')}` },
    );
  }
  const value = text.slice(at + 1);
  return [
    name,
    LISTS.has(name) && !value.startsWith('[') ? value.split(',').map(parseValue) : parseValue(value),
  ];
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.trim();
  }
}

function example(role: ModelRole): string {
  const [name, value] = Object.entries(CONSTANTS[role])[0]!;
  return `${name}=${value.split(',')[0]}`;
}

/**
 * A configuration of what the user states, else a known model's with the same bytes, else what the files tell.
 *
 * @param stated constants by their dotted names
 * @throws HeimdexError `usage` naming the constant that nobody tells
 */
export function completeConfig(
  role: ModelRole,
  draft: Draft,
  stated: ReadonlyMap<string, unknown>,
): Readonly<Record<string, unknown>> {
  const config = structuredClone(draft) as Record<string, unknown>;
  for (const [name, value] of stated) put(config, name, value);
  if (stated.has('scoring.logScale') || stated.has('scoring.bias')) put(config, 'scoring.kind', 'sigmoid');
  for (const [name, form] of Object.entries(CONSTANTS[role])) {
    const needed = !OPTIONAL.has(name) || constantIn(config, 'scoring.kind') === 'sigmoid';
    if (!needed || constantIn(config, name) !== undefined) continue;
    throw new HeimdexError('usage', `the model's files do not tell ${name}`, {
      hint: `state it: --set ${name}=${form}`,
    });
  }
  return withoutGaps(config);
}

function put(config: Record<string, unknown>, name: string, value: unknown): void {
  const [first, second] = name.split('.') as [string, string | undefined];
  if (second === undefined) config[first] = value;
  else config[first] = { ...(config[first] as object | undefined), [second]: value };
}

function constantIn(config: Readonly<Record<string, unknown>>, name: string): unknown {
  const [first, second] = name.split('.') as [string, string | undefined];
  const value = config[first];
  return second === undefined ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[second];
}

/** JSON knows no undefined: a constant that the role can do without is left out. */
function withoutGaps(config: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(config));
}
