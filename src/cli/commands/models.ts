import type { AddCommand } from '../context.ts';
import { addModelsListCommand } from './models-list.ts';
import { addModelsPathCommand } from './models-path.ts';
import { addModelsPullCommand } from './models-pull.ts';
import { addModelsVerifyCommand } from './models-verify.ts';

/** `heimdex models …`: all that has to do with models on this machine. */
export const addModelsCommand: AddCommand = (program, run) => {
  const models = program.command('models').description('list, pull and verify the models');
  for (const add of [
    addModelsListCommand,
    addModelsPullCommand,
    addModelsVerifyCommand,
    addModelsPathCommand,
  ]) {
    add(models, run);
  }
};
