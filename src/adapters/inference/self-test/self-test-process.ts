import { env } from 'onnxruntime-node';
import { HeimdexError } from '../../../domain/errors.ts';
import { SelfTestFault } from './self-test-fault.ts';
import type { SelfTestAnswer, SelfTestRequest } from './self-test-protocol.ts';
import { testRole } from './test-role.ts';

// The process that runs one self-test (see create-self-tester.ts). A Ctrl-C at the terminal reaches it as well: who
// started it decides what becomes of it, and it ends when that one is gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit());
process.once('message', async (request: SelfTestRequest) => {
  const answer = await answerTo(request);
  process.send!(answer, () => process.disconnect());
});

async function answerTo({ model, paths, tokenizerPlaces }: SelfTestRequest): Promise<SelfTestAnswer> {
  try {
    const outputs = await testRole(model, {
      model: model.key,
      pathOf: (path) => paths[path]!,
      tokenizerPlace: (path) => tokenizerPlaces[path]!,
    });
    const { platform, arch } = process;
    return { kind: 'ran', runtime: `onnxruntime-node ${env.versions.node}, ${platform}-${arch}`, outputs };
  } catch (error) {
    if (error instanceof SelfTestFault || (error instanceof HeimdexError && error.code === 'model-damaged')) {
      return { kind: 'failed', reason: error.message };
    }
    return { kind: 'bug', stack: (error as Error).stack ?? String(error) };
  }
}
