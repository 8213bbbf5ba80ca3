import type { ModelForm, TokenizerForm } from '../../src/adapters/inference/tokenizer/tokenizer-form.ts';

// Tokenizers of any size in the form of SigLIP 2's (Gemma's BPE with byte fallback) and of BGE-M3's (XLM-R's Unigram), from
// the tiny ones of the golden files. Their pieces mean nothing: what it costs to look them up does not depend on that.

type FormOf<T extends ModelForm['type']> = Omit<TokenizerForm, 'model'> & {
  readonly model: Extract<ModelForm, { type: T }>;
};
type Random = () => number;

const LONGEST = 16;

/** Numbers below 1, always the same for a seed (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** SigLIP 2's has 256,000 pieces and some 500,000 merges. */
export function madeGemma(form: FormOf<'BPE'>, count: number, seed = 1): FormOf<'BPE'> {
  const fixed = [
    ...form.added_tokens.map(({ content }) => content),
    ...Array.from({ length: 256 }, (_, byte) => (byte === 9 ? '\t' : byteName(byte))),
  ];
  const learned = madePieces(count - fixed.length, new Set(fixed), randomFrom(seed));
  // Gemma lists merged pieces first and single characters last.
  const isMerged = (piece: string) => Array.from(piece).length > 1;
  const all = [...fixed, ...learned.filter(isMerged), ...learned.filter((piece) => !isMerged(piece))];
  const vocab = Object.fromEntries(all.map((piece, id) => [piece, id]));
  const merges = learned.flatMap((piece) => {
    const known: [string, string][] = [];
    for (let cut = 1; cut < piece.length; cut++) {
      const pair: [string, string] = [piece.slice(0, cut), piece.slice(cut)];
      if (pair.every((side) => Object.hasOwn(vocab, side))) known.push(pair);
    }
    return known;
  });
  return { ...form, model: { ...form.model, vocab, merges } };
}

/** BGE-M3's has 250,002 pieces. */
export function madeXlmr(form: FormOf<'Unigram'>, count: number, seed = 2): FormOf<'Unigram'> {
  const random = randomFrom(seed);
  const fixed = ['<s>', '<pad>', '</s>', '<unk>'];
  const learned = madePieces(count - fixed.length - 1, new Set([...fixed, '<mask>']), random);
  const vocab: [string, number][] = [
    ...fixed.map((piece): [string, number] => [piece, 0]),
    ...learned.map((piece, rank): [string, number] => [piece, -3 - Math.log(rank + 1) - random()]),
    ['<mask>', 0],
  ];
  const normalizer = { type: 'Precompiled', precompiled_charsmap: 'A'.repeat(316_720) };
  const added_tokens = form.added_tokens.map((token) =>
    token.content === '<mask>' ? { ...token, id: count - 1 } : token,
  );
  return { ...form, normalizer, added_tokens, model: { ...form.model, vocab } };
}

/** Characters of several scripts, then ever more pieces made of two earlier ones of one script. */
function madePieces(count: number, taken: ReadonlySet<string>, random: Random): string[] {
  const scripts = [
    range(0x61, 0x7a),
    [...range(0x41, 0x5a), ...range(0x30, 0x39), ...'.,!?\'"-:;()&/'],
    range(0xe0, 0xff),
    range(0x430, 0x44f),
    range(0x3041, 0x30fe),
    range(0xac00, 0xb3ff),
    range(0x4e00, 0x57ff),
    ['😀', '🎬', '🐕', '❤', '\u{fe0f}', '\u0301', '𠮷'],
  ].map((characters) => [...characters]);
  for (const pieces of scripts) pieces.push('▁');
  const known = new Set(taken);
  const all: string[] = [];
  const add = (piece: string) => {
    if (known.has(piece)) return false;
    known.add(piece);
    all.push(piece);
    return true;
  };
  for (const piece of scripts.flat()) add(piece);
  while (all.length < count) {
    const which = Math.min(scripts.length - 1, Math.floor(random() ** 2 * scripts.length));
    const pieces = scripts[which]!;
    // The earlier a piece, the likelier: short ones are in many others.
    const one = () => pieces[Math.floor(random() ** 6 * pieces.length)]!;
    const [left, right] = [random() < 0.2 ? '▁' : one(), one()];
    if (right.startsWith('▁') || left.length + right.length > LONGEST) continue;
    if (add(left + right)) pieces.push(left + right);
  }
  return all.slice(0, count);
}

/** Texts that are odd in as many ways as come to mind, some of a tokenizer's own pieces. */
export function oddTexts(pieces: readonly string[], count: number, seed = 3): string[] {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const of = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const repeated = (make: () => string, most: number) =>
    Array.from({ length: 1 + below(most) }, make).join('');
  const kinds = [
    () => repeated(() => of(pieces), 30),
    () => repeated(() => of(pieces).replaceAll('▁', ' '), 30),
    () => repeated(() => `${of(pieces).replaceAll('▁', '')} `, 12),
    () => repeated(() => String.fromCodePoint(0x20 + below(0x5f)), 60),
    () => repeated(() => String.fromCodePoint(0xac00 + below(11172)), 30),
    () => repeated(() => String.fromCodePoint(0x3400 + below(0x6c00)), 30),
    () => repeated(() => String.fromCodePoint(below(0x300)), 40),
    () =>
      repeated(() => String.fromCodePoint(0x1f300 + below(0x400)) + of(['', '\u200d', '\u{fe0f}', '🏽']), 12),
    () => repeated(() => of([...'aeiouAEIOUß가ΣσςıİǅﬁÅ']) + String.fromCodePoint(0x300 + below(0x70)), 20),
    () => repeated(() => of(CONTROLS), 20),
    () => repeated(() => String.fromCharCode(below(0x10000)), 24),
    () => of([...'a가一😀 \n']).repeat(1 + below(300)),
    () => repeated(() => of(SPECIAL) + of(['', ' ', 'x', of(pieces)]), 8),
  ];
  return Array.from({ length: count }, (_, index) => {
    const make = kinds[index % kinds.length]!;
    return random() < 0.3 ? make() + of(kinds)() : make();
  });
}

const CONTROLS = [
  ...'\0\t\n\v\f\r \u0085\u00a0\u00ad\u1680\u2003\u200b\u200d\u202e\u2028\u3000\ufeff\ufffd\uff5e',
  '\r\n',
  '  ',
  'a',
];
/** Tokens that some tokenizer adds, and words that mean something to JavaScript. */
const SPECIAL = [
  ...[
    '<pad>',
    '<eos>',
    '<unk>',
    '<s>',
    '</s>',
    '<mask>',
    '[CLS]',
    '[UNK]',
    '<|endoftext|>',
    '<|startoftext|>',
  ],
  ...['<0x41>', '<0x0A>', '<0xZZ>', '▁', '▁▁', '\n\n', '<b>', '</w>', '##', 'Ġ'],
  ...['__proto__', 'constructor', 'toString'],
  // What becomes a special token only once it is normalised.
  ...['＜unk＞', '＜s＞', '＜ＭＡＳＫ＞'],
];

function byteName(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
}
