import { HeimdexError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { REQUIRED_SPEECH_FILES } from '../find-inconsistency.ts';
import type { ModelRole } from '../roles.ts';
import type { GraphPart } from './clues.ts';

/** Which of a model's files are taken, and which are only read. */
export interface ChosenFiles {
  readonly graphs: ReadonlyMap<GraphPart, string>;
  /** Files beside the graphs that the code reads when it runs the model. */
  readonly companions: readonly string[];
  /** The number format of each graph by its name; undefined where the name says nothing. */
  readonly dtypes: ReadonlyMap<GraphPart, string | undefined>;
}

/** How the Hub's exports name the number format of a graph: what stands behind `encoder_model`, say. */
const SUFFIXES: readonly (readonly [string, string])[] = [
  ['q8', '_quantized'],
  ['fp32', ''],
  ['fp16', '_fp16'],
  ['int8', '_int8'],
  ['uint8', '_uint8'],
  ['q4', '_q4'],
  ['q4f16', '_q4f16'],
  ['bnb4', '_bnb4'],
];
const DTYPES = SUFFIXES.map(([dtype]) => dtype);

/** The graphs of a role by the beginning of their names; a role without any takes a file of any name. */
const STEMS: Readonly<Record<ModelRole, readonly (readonly [GraphPart, string])[]>> = {
  speech: [
    ['encoder', 'encoder_model'],
    ['decoder', 'decoder_model_merged'],
  ],
  text: [['graph', 'model']],
  'image-text': [
    ['vision', 'vision_model'],
    ['text', 'text_model'],
  ],
  reranker: [['graph', 'model']],
  'face-detection': [],
  'face-recognition': [],
  'voice-activity': [],
};

const COMPANIONS: Readonly<Record<ModelRole, readonly string[]>> = {
  speech: REQUIRED_SPEECH_FILES,
  text: ['tokenizer.json'],
  'image-text': ['tokenizer.json'],
  reranker: ['tokenizer.json'],
  'face-detection': [],
  'face-recognition': [],
  'voice-activity': [],
};

/** JSON files that may tell constants, whatever the role; those that are there are read. */
export const DOCUMENTS: readonly string[] = [
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'sentence_bert_config.json',
  '1_Pooling/config.json',
];

export interface FileChoice {
  readonly role: ModelRole;
  /** All files that there are, relative, with "/". */
  readonly paths: readonly string[];
  /** What the place is called in errors. */
  readonly place: string;
  /** A number format, or one for each graph: `encoder=fp32,decoder=q8`. */
  readonly dtype?: string | undefined;
  /** The graph of a role with one graph, by its path. */
  readonly graph?: string | undefined;
}

/**
 * Finds the files of a role among those of a folder or repository. Without a number format: q8 where all graphs have
 * it, else fp32, else the one there is.
 *
 * @throws HeimdexError `usage` where some are missing, or nobody can tell which is meant
 */
export function chooseFiles(choice: FileChoice): ChosenFiles {
  const { role, paths, place } = choice;
  const there = new Set(paths);
  const stems = STEMS[role];
  const named = choice.graph !== undefined || stems.length === 0;
  const chosen = named ? chooseNamed(choice) : chooseByDtype(choice, stems, there);
  const companions = COMPANIONS[role];
  const absent = companions.find((path) => !there.has(path));
  if (absent !== undefined) {
    throw new HeimdexError('usage', `${place} holds no ${absent}, which a model for ${role} needs`, {
      hint: 'put the file beside the others, from where the model came',
    });
  }
  return { ...chosen, companions };
}

type Graphs = Pick<ChosenFiles, 'graphs' | 'dtypes'>;

function chooseNamed({ role, paths, place, graph, dtype }: FileChoice): Graphs {
  if (STEMS[role].length > 1) {
    throw new HeimdexError('usage', `a model for ${role} has ${STEMS[role].length} graphs, not one`, {
      hint: 'leave --graph out, or choose with --dtype',
    });
  }
  const graphs = paths.filter((path) => path.endsWith('.onnx'));
  const found = graph ?? (graphs.length === 1 ? graphs[0]! : undefined);
  if (found === undefined || !paths.includes(found)) {
    const what = graph === undefined ? `${graphs.length} graphs` : `no graph ${graph}`;
    const near = graph === undefined ? undefined : nearest(graph, graphs);
    throw new HeimdexError(
      'usage',
      `${place} holds ${what}${near === undefined ? '' : ` (did you mean ${near}?)`}`,
      {
        hint:
          graphs.length === 0
            ? 'name a folder with a .onnx file'
            : `name one: --graph ${graphs.slice(0, 5).join(', or --graph ')}`,
      },
    );
  }
  return { graphs: new Map([['graph', found]]), dtypes: new Map([['graph', dtype]]) };
}

function chooseByDtype(
  { role, place, dtype }: FileChoice,
  stems: readonly (readonly [GraphPart, string])[],
  there: ReadonlySet<string>,
): Graphs {
  const available = new Map(stems.map(([part, stem]) => [part, graphsOf(stem, there)]));
  for (const [part, stem] of stems) {
    if (available.get(part)!.size > 0) continue;
    throw new HeimdexError(
      'usage',
      `${place} holds no model for ${role}: no onnx/${stem}.onnx nor one of another number format`,
      {
        hint: 'name the folder that holds tokenizer.json and onnx/',
      },
    );
  }
  const wanted = dtype === undefined ? undefined : parseDtype(dtype, role, available);
  const common = DTYPES.filter((each) => [...available.values()].every((graphs) => graphs.has(each)));
  const dtypes = new Map(
    [...available].map(([part, graphs]) => [part, wanted?.get(part) ?? common[0] ?? [...graphs.keys()][0]!]),
  );
  const graphs = new Map([...available].map(([part, choices]) => [part, choices.get(dtypes.get(part)!)!]));
  return { graphs, dtypes };
}

/** The graphs of one stem by number format, in the order in which they are preferred. */
function graphsOf(stem: string, there: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [dtype, suffix] of SUFFIXES) {
    const path = [`onnx/${stem}${suffix}.onnx`, `${stem}${suffix}.onnx`].find((each) => there.has(each));
    if (path !== undefined) found.set(dtype, path);
  }
  return found;
}

function parseDtype(
  text: string,
  role: ModelRole,
  available: ReadonlyMap<GraphPart, ReadonlyMap<string, string>>,
): ReadonlyMap<GraphPart, string> {
  const entries = text.split(',').map((each) => each.split('='));
  const wanted = new Map<GraphPart, string>();
  for (const [part, choices] of available) {
    const own = entries.find(([name, value]) => name === part && value !== undefined)?.[1];
    const shared = entries.length === 1 && entries[0]!.length === 1 ? entries[0]![0] : undefined;
    const dtype = own ?? shared;
    if (dtype === undefined)
      throw wrongDtype(
        `--dtype ${text} says nothing of the ${part === 'graph' ? 'graph' : `${part} graph`}`,
        role,
        available,
      );
    if (!choices.has(dtype)) {
      const near = nearest(dtype, [...choices.keys()]);
      const suggestion = near === undefined ? '' : ` (did you mean ${near}?)`;
      throw wrongDtype(
        `there is no ${part === 'graph' ? 'graph' : `${part} graph`} of number format ${dtype}${suggestion}`,
        role,
        available,
      );
    }
    wanted.set(part, dtype);
  }
  const strange = entries.find(([name, value]) => value !== undefined && !available.has(name as GraphPart));
  if (strange !== undefined)
    throw wrongDtype(`a model for ${role} has no ${strange[0]} graph`, role, available);
  return wanted;
}

function wrongDtype(
  message: string,
  role: ModelRole,
  available: ReadonlyMap<GraphPart, ReadonlyMap<string, string>>,
): HeimdexError {
  const choices = [...available].map(([part, graphs]) =>
    available.size === 1 ? [...graphs.keys()].join(', ') : `${part}: ${[...graphs.keys()].join(', ')}`,
  );
  const example =
    available.size === 1
      ? ''
      : `; each its own: --dtype ${[...available.keys()].map((part) => `${part}=FORMAT`).join(',')}`;
  return new HeimdexError('usage', `${message}; for ${role} there are ${choices.join('; ')}`, {
    hint: `--dtype with one of these${example}`,
  });
}
