import { Tensor } from 'onnxruntime-node';
import { createLogMel } from '../../../domain/speech/create-log-mel.ts';
import { openGraph } from '../open-graph.ts';
import type { WhisperForm } from './whisper-form.ts';

export interface WhisperEncoder {
  /** What the model makes of sounds of at most a window each: (sounds, positions, width). */
  encode(sounds: readonly Float32Array[]): Promise<Tensor>;
  busyMilliseconds(): number;
  close(): Promise<void>;
}

/** Opens the half of Whisper that listens. */
export async function openEncoder(
  path: string,
  name: string,
  { bands, frames }: WhisperForm,
  threads: number,
): Promise<WhisperEncoder> {
  const graph = await openGraph(path, name, { threads, waiting: 'sleep' });
  const logMel = createLogMel(bands, frames);
  return {
    encode(sounds) {
      const size = bands * frames;
      const features = new Float32Array(sounds.length * size);
      sounds.forEach((samples, row) => {
        features.set(logMel(samples), row * size);
      });
      const input = new Tensor('float32', features, [sounds.length, bands, frames]);
      return graph.run({ input_features: input }, 'last_hidden_state');
    },
    busyMilliseconds: graph.busyMilliseconds,
    close: graph.close,
  };
}
