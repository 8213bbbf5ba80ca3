import { type Clues, type Draft, graphOf } from './clues.ts';
import { allowInputs, pickValue } from './graph-values.ts';

/** Silero's own numbers for 16 kHz: windows of 512 samples with the 64 before them. */
const SILERO = { sampleRate: 16_000, windowSamples: 512, contextSamples: 64 };

/** Silero VAD. */
export function inferVoiceActivity(clues: Clues): Draft {
  const graph = graphOf(clues, 'graph');
  for (const name of ['input', 'state', 'sr']) pickValue(graph, 'voice-activity', 'inputs', name);
  allowInputs(graph, 'voice-activity', 'input', 'state', 'sr');
  for (const name of ['output', 'stateN']) pickValue(graph, 'voice-activity', 'outputs', name);
  return { graph: graph.path, ...SILERO };
}
