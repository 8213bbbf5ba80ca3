import type { ImageTextModel } from '../../domain/manifest/schema.ts';
import { kindOf } from '../../domain/media-kind.ts';
import type { ImageEncoder } from '../../domain/ports/encoders.ts';
import type { DecodeOptions } from '../../domain/ports/media.ts';
import { sightSpaceOf } from '../../domain/space.ts';
import { samplingFor, sightStage } from '../sight-stage.ts';
import { runSight, type SightDependencies } from './run-sight.ts';
import type { StageRunner } from './stage-runner.ts';

export interface SightOptions {
  readonly model: ImageTextModel;
  /** Whether the graphics hardware decodes what it can. */
  readonly hwaccel: DecodeOptions['hwaccel'];
}

/** The stage "sight": pictures become frames with vectors in the model's space. */
export function createSightRunner(
  { model, hwaccel }: SightOptions,
  /** `openEncoder` opens the model's picture tower; called once. */
  dependencies: SightDependencies & { readonly openEncoder: () => Promise<ImageEncoder> },
): StageRunner {
  const space = dependencies.frames.ensureSpace(sightSpaceOf(model));
  const sampling = { ...samplingFor(model), hwaccel };
  const key = sightStage(space, sampling);
  let encoder: ImageEncoder | undefined;
  return {
    key,
    concerns: (facts) => kindOf(facts) !== 'audio',
    async run(work, onEvent, signal) {
      encoder ??= await dependencies.openEncoder();
      return runSight({ ...work, space, sampling, encoder }, dependencies, onEvent, signal);
    },
    inferenceMs: () => encoder?.busyMilliseconds() ?? 0,
    close: async () => void (await encoder?.close()),
  };
}
