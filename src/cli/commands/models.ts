import type { AddCommand } from '../context.ts';
import { addModelsAddCommand } from './models-add.ts';
import { addModelsExportCommand } from './models-export.ts';
import { addModelsImportCommand } from './models-import.ts';
import { addModelsListCommand } from './models-list.ts';
import { addModelsLockCommand } from './models-lock.ts';
import { addModelsPathCommand } from './models-path.ts';
import { addModelsPruneCommand } from './models-prune.ts';
import { addModelsPullCommand } from './models-pull.ts';
import { addModelsVerifyCommand } from './models-verify.ts';

/** `heimdex models …`: all that has to do with models on this machine. */
export const addModelsCommand: AddCommand = (program, run) => {
  const models = program.command('models').description('list, pull, verify and carry the models');
  for (const add of [
    addModelsListCommand,
    addModelsPullCommand,
    addModelsVerifyCommand,
    addModelsPathCommand,
    addModelsExportCommand,
    addModelsImportCommand,
    addModelsPruneCommand,
    addModelsAddCommand,
    addModelsLockCommand,
  ]) {
    add(models, run);
  }
};
