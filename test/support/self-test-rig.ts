import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createModelStore } from '../../src/adapters/files/create-model-store.ts';
import { createSelfTestRecordStore } from '../../src/adapters/files/create-self-test-record-store.ts';
import {
  createSelfTester,
  type SelfTesterOptions,
} from '../../src/adapters/inference/self-test/create-self-tester.ts';
import {
  type SelfTestFinding,
  type SelfTestOptions,
  selfTestModels,
} from '../../src/app/models/self-test-models.ts';
import type { SelfTester } from '../../src/domain/ports/self-tester.ts';
import { install, type MadeModel } from './made-models.ts';
import { tempFolder } from './temp-folder.ts';

const PROCESS = fileURLToPath(new URL('../../dist/self-test-process.js', import.meta.url));

/** The tester with the built process, as heimdex runs it. */
export function builtSelfTester(options: Partial<SelfTesterOptions> = {}): SelfTester {
  return createSelfTester({ env: { PATH: process.env.PATH }, program: PROCESS, ...options });
}

/** A home with a store, records, and the real tester. */
export function selfTestRig(options: { home?: string; packageFolder?: string } = {}) {
  const home = options.home ?? tempFolder();
  const places = { home, packageFolder: options.packageFolder ?? home };
  const tools = {
    store: createModelStore(places),
    records: createSelfTestRecordStore(places),
    tester: builtSelfTester(),
  };
  return {
    home,
    tools,
    recordPath: ({ model }: MadeModel) => tools.records.placeOf(model),
    /** Puts the model's files into the store and tests it. */
    async test(
      made: MadeModel,
      replace: SelfTestOptions['replace'] = 'never',
      signal: AbortSignal = new AbortController().signal,
    ): Promise<SelfTestFinding> {
      if (made.contents.size > 0) install(home, made);
      const [finding] = await selfTestModels([made.model], tools, { replace }, signal);
      return finding!;
    },
    folderOf: ({ model }: MadeModel) => join(home, 'models', model.key, model.source.revision),
  };
}
