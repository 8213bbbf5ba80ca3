import { type ClueGraph, type Clues, type Draft, graphOf } from './clues.ts';
import { allowInputs, lastLength, notFor, pickValue, quantizationOf } from './graph-values.ts';
import { countAt, textAt, valueAt } from './value-at.ts';

/** An image–text model in two graphs: SigLIP, CLIP and their kin. */
export function inferImageText(clues: Clues): Draft {
  const vision = graphOf(clues, 'vision');
  const text = graphOf(clues, 'text');
  const config = clues.documents.get('config.json');
  const visionOutput = pickValue(vision, 'image-text', 'outputs', 'image_embeds', 'pooler_output');
  const textOutput = pickValue(text, 'image-text', 'outputs', 'text_embeds', 'pooler_output');
  const dimensions = [visionOutput, textOutput].map(lastLength).filter((length) => length !== undefined);
  if (dimensions.length === 2 && dimensions[0] !== dimensions[1]) {
    throw notFor(
      text,
      'image-text',
      `its vectors have ${dimensions[1]} numbers, those of pictures ${dimensions[0]}`,
    );
  }
  return {
    dimension: dimensions[0] ?? countAt(config, 'projection_dim', 'vision_config.hidden_size'),
    vision: { ...visionInput(clues, vision), output: visionOutput.name },
    text: { ...textInput(clues, text), output: textOutput.name },
    scoring: { kind: 'cosine' },
    languages: ['*'],
  };
}

function visionInput(clues: Clues, graph: ClueGraph): Draft {
  const input = pickValue(graph, 'image-text', 'inputs', 'pixel_values');
  allowInputs(graph, 'image-text', input.name);
  const form = clues.documents.get('preprocessor_config.json');
  const [, , height, width] = input.shape;
  const fixed = height === width && typeof height === 'number' && height > 0 ? height : undefined;
  const crop = form === undefined ? undefined : valueAt(form, 'do_center_crop') === true;
  const cropped = crop === true ? countAt(form, 'crop_size', 'crop_size.height') : undefined;
  const normalized = valueAt(form, 'do_normalize') !== false;
  return {
    graph: graph.path,
    input: input.name,
    size: fixed ?? cropped ?? countAt(form, 'size', 'size.height', 'size.shortest_edge'),
    resample: RESAMPLING[Number(valueAt(form, 'resample'))],
    crop: crop === undefined ? undefined : crop ? 'center' : 'none',
    mean: normalized ? valueAt(form, 'image_mean') : [0, 0, 0],
    std: normalized ? valueAt(form, 'image_std') : [1, 1, 1],
    quantization: quantizationOf(graph),
  };
}

/** Pillow's numbers for its filters. */
const RESAMPLING: Readonly<Record<number, string>> = { 2: 'bilinear', 3: 'bicubic' };

function textInput(clues: Clues, graph: ClueGraph): Draft {
  const input = pickValue(graph, 'image-text', 'inputs', 'input_ids');
  allowInputs(graph, 'image-text', input.name, 'attention_mask');
  const tokenizer = clues.documents.get('tokenizer.json');
  const fixed = lastLength(input);
  return {
    graph: graph.path,
    input: input.name,
    tokenizer: 'tokenizer.json',
    length: fixed ?? countAt(tokenizer, 'padding.strategy.Fixed') ?? lengthOf(clues),
    padId: padIdOf(clues),
    lowercase: lowercaseOf(clues),
    quantization: quantizationOf(graph),
  };
}

function lengthOf({ documents }: Clues): number | undefined {
  const positions = countAt(documents.get('config.json'), 'text_config.max_position_embeddings');
  if (positions !== undefined) return positions;
  const stated = countAt(documents.get('tokenizer_config.json'), 'model_max_length');
  return stated !== undefined && stated <= 8192 ? stated : undefined;
}

const USUAL_PADS = ['<pad>', '[PAD]'];

/** The id of the token that the tokenizer pads with; CLIP's configuration names another, which nobody uses. */
function padIdOf({ documents }: Clues): number | undefined {
  const tokenizer = documents.get('tokenizer.json');
  const special = documents.get('tokenizer_config.json');
  const name = textAt(special, 'pad_token') ?? textAt(special, 'pad_token.content');
  const names = name === undefined ? USUAL_PADS : [name];
  const added = valueAt(tokenizer, 'added_tokens');
  const entry = Array.isArray(added)
    ? added.find((each) => names.includes(String(valueAt(each, 'content'))))
    : undefined;
  const ids = [
    valueAt(entry, 'id'),
    valueAt(tokenizer, 'padding.pad_id'),
    valueAt(documents.get('config.json'), 'text_config.pad_token_id'),
  ];
  return ids.find((id): id is number => typeof id === 'number' && Number.isSafeInteger(id) && id >= 0);
}

/** SigLIP was trained on lower-cased text, and its tokenizer leaves that to the caller. */
function lowercaseOf({ documents }: Clues): boolean | undefined {
  if (lowercases(valueAt(documents.get('tokenizer.json'), 'normalizer'))) return true;
  if (valueAt(documents.get('tokenizer_config.json'), 'do_lower_case') === true) return true;
  const config = documents.get('config.json');
  return config === undefined ? undefined : /^siglip/.test(textAt(config, 'model_type') ?? '');
}

function lowercases(normalizer: unknown): boolean {
  const inner = valueAt(normalizer, 'normalizers');
  return valueAt(normalizer, 'type') === 'Lowercase' || (Array.isArray(inner) && inner.some(lowercases));
}
