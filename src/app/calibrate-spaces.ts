import { digestOfPrompts, genericPrompts } from '../domain/calibration/generic-prompts.ts';
import { measureStatistics } from '../domain/calibration/measure-statistics.ts';
import { textTowerOf } from '../domain/calibration/text-tower.ts';
import { HeimdexError, throwIfInterrupted } from '../domain/errors.ts';
import type { IndexEvent } from '../domain/indexing.ts';
import type { ImageTextModel, TextModel } from '../domain/manifest/schema.ts';
import type { CalibrationStore, StoredCalibration } from '../domain/ports/calibration.ts';
import type { TextEncoder } from '../domain/ports/encoders.ts';
import { isSameSpace, passageSpaceOf, type Space, sightSpaceOf } from '../domain/space.ts';
import type { UnitVector } from '../domain/vector.ts';

/** A model whose queries are to be judged. */
export interface CalibratedModel {
  readonly model: ImageTextModel | TextModel;
  readonly open: () => Promise<TextEncoder>;
}

/** With 300 prompts that is as many scores as tell the tail to a few percent. */
const MOST_SAMPLED = 1024;

/** Prompts between two tellings of how far it is. */
const PROMPTS_AT_ONCE = 16;

/**
 * Makes the spaces of some models know what generic prompts score in them. The prompts' vectors are made once for each space and
 * text tower, what they score is measured whenever the space has grown or shrunk.
 *
 * @returns whether it was interrupted; what was done is kept
 */
export async function calibrateSpaces(
  models: readonly CalibratedModel[],
  store: CalibrationStore,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<{ readonly interrupted: boolean }> {
  try {
    for (const calibrated of models) {
      const { model } = calibrated;
      const identity = model.role === 'text' ? passageSpaceOf(model) : sightSpaceOf(model);
      const space = store
        .spaces()
        .find(({ holds, ...held }) => holds === holdsOf(model) && isSameSpace(held, identity));
      if (space !== undefined && space.vectors > 0)
        await calibrate(calibrated, space, store, onEvent, signal);
    }
    return { interrupted: false };
  } catch (error) {
    if (!signal.aborted) throw error;
    return { interrupted: true };
  }
}

function holdsOf({ role }: CalibratedModel['model']): 'frames' | 'passages' {
  return role === 'text' ? 'passages' : 'frames';
}

async function calibrate(
  { model, open }: CalibratedModel,
  space: Space,
  store: CalibrationStore,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const texts = genericPrompts(holdsOf(model), model.config.languages);
  const wanted = { tower: textTowerOf(model), prompts: digestOfPrompts(texts) };
  const before = store.calibrationOf(space);
  const isFitting = before?.tower === wanted.tower && before.prompts === wanted.prompts;
  if (isFitting && before.statistics.measured === space.vectors) return;
  const vectors = isFitting ? before.vectors : await embedPrompts(texts, { model, open }, onEvent, signal);
  const sample = store.sample(space, MOST_SAMPLED);
  if (vectors === undefined || sample.length === 0) return;
  const calibration: StoredCalibration = {
    ...wanted,
    vectors,
    statistics: measureStatistics(vectors, sample, space.vectors),
  };
  store.put(space, calibration);
}

/** Undefined where the model is not there to be asked, or gives no vectors: the library is good without. */
async function embedPrompts(
  texts: readonly string[],
  { model, open }: CalibratedModel,
  onEvent: (event: IndexEvent) => void,
  signal: AbortSignal,
): Promise<UnitVector[] | undefined> {
  const tell = (done: number) =>
    onEvent({ kind: 'calibrating', model: model.key, prompts: done, total: texts.length });
  throwIfInterrupted(signal);
  tell(0);
  let encoder: TextEncoder | undefined;
  try {
    encoder = await open();
    const vectors: UnitVector[] = [];
    for (let from = 0; from < texts.length; from += PROMPTS_AT_ONCE) {
      vectors.push(...(await encoder.embedTexts(texts.slice(from, from + PROMPTS_AT_ONCE), signal)));
      tell(vectors.length);
    }
    return vectors;
  } catch (error) {
    if (!isAboutModel(error)) throw error;
    const message = `how sure an answer is can't be told yet: ${error.message}`;
    onEvent({ kind: 'notice', path: '', message });
    return undefined;
  } finally {
    await encoder?.close();
  }
}

function isAboutModel(error: unknown): error is HeimdexError {
  return error instanceof HeimdexError && (error.code === 'model-missing' || error.code === 'model-damaged');
}
