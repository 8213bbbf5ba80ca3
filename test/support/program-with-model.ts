import { join } from 'node:path';
import { type FakeHub, startFakeHub } from './fake-hub.ts';
import { type MadeModel, madeModel, publish, someBytes, writeUserManifest } from './made-models.ts';
import { type RunOptions, type RunResult, runHeimdex } from './run-heimdex.ts';
import { tempFolder } from './temp-folder.ts';

export interface ProgramWithModel {
  readonly hub: FakeHub;
  readonly home: string;
  /** Where the model's files lie when they are whole. */
  readonly folder: string;
  run(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** `heimdex models pull made --no-self-test`: the files of most models here are made of noise. */
  pull(options?: RunOptions): Promise<RunResult>;
}

/** The built program with an empty home, a fake Hub, and a model `made` that the user's manifest names. */
export async function programWithModel(
  made: MadeModel,
  { hub: given, home = tempFolder() }: { hub?: FakeHub; home?: string } = {},
): Promise<ProgramWithModel> {
  const hub = given ?? (await startFakeHub());
  publish(hub, made);
  writeUserManifest(home, [made]);
  const env = { HEIMDEX_HOME: home, HF_ENDPOINT: hub.endpoint };
  const run: ProgramWithModel['run'] = (args, options = {}) =>
    runHeimdex(args, { ...options, env: { ...env, ...options.env } });
  return {
    hub,
    home,
    folder: join(home, 'models', made.model.key, made.model.source.revision),
    run,
    pull: (options) => run(['models', 'pull', 'made', '--no-self-test'], options),
  };
}

/** A model `made` of one file of random bytes. */
export const oneFile = (bytes: number): MadeModel =>
  madeModel('made', { 'onnx/model.onnx': someBytes(bytes) });
