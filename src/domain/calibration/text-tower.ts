import { digestOf } from '../manifest/digest-of.ts';
import type { ImageTextModel, TextModel } from '../manifest/schema.ts';
import { passageSpaceOf } from '../space.ts';

/** What fixes the vectors that a model gives to queries, as canonical JSON: another tower scores prompts otherwise. */
export function textTowerOf(model: ImageTextModel | TextModel): string {
  if (model.role === 'text') {
    const { weights, preprocessing } = passageSpaceOf(model);
    return JSON.stringify({ weights, preprocessing });
  }
  const { graph, tokenizer, output, length, padId, lowercase } = model.config.text;
  const hex = (path: string) => digestOf(model.files.find((file) => file.path === path)!).hex;
  return JSON.stringify({
    graph: hex(graph),
    tokenizer: hex(tokenizer),
    output,
    length,
    padId,
    lowercase,
  });
}
