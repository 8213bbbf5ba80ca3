import { existsSync } from 'node:fs';
import { createPaceMemory } from '../../adapters/sqlite/create-pace-memory.ts';
import { createVideoStore } from '../../adapters/sqlite/create-video-store.ts';
import { closeLibrary, openEmptyLibrary, openLibraryToRead } from '../../adapters/sqlite/open-library.ts';
import { readSpaces } from '../../adapters/sqlite/spaces.ts';
import { translateSqliteError } from '../../adapters/sqlite/translate-sqlite-error.ts';
import { plannedFacesStage } from '../../app/faces-stage.ts';
import { planIndex } from '../../app/plan-index.ts';
import { plannedSightStage } from '../../app/sight-stage.ts';
import { plannedPassageSpace, speechStage } from '../../app/speech-stage.ts';
import type { IndexPlan } from '../../domain/indexing.ts';
import { kindOfName } from '../../domain/media-kind.ts';
import type { StageKey } from '../../domain/ports/library.ts';
import type { Space } from '../../domain/space.ts';
import type { Context } from '../context.ts';
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_PARTIAL } from '../exit-codes.ts';
import { packageVersion } from '../package-folder.ts';
import { indexPlanDocument, indexPlanLines } from '../render/index-plan.ts';
import { showIndexProgress } from '../render/index-progress.ts';
import { unheardPlanNote } from '../render/unheard-note.ts';
import type { IndexArguments } from './index-arguments.ts';
import { findIndexTools, type IndexTools } from './index-tools.ts';

/** The stages that would run, as the ledger would call them. */
function plannedStages(
  { only, speech }: IndexArguments,
  { model, speechModels: { listening, text }, faceModels }: IndexTools,
  spaces: readonly Space[],
): StageKey[] {
  const planned = {
    sight: () => plannedSightStage(model, spaces),
    speech: () => speechStage(speech, listening, text && plannedPassageSpace(text, spaces)),
    faces: () => faceModels && plannedFacesStage(faceModels, spaces),
  };
  return only.flatMap((stage) => planned[stage]() ?? []);
}

/** `heimdex index --dry-run`: nothing is written, not even a library where there is none. */
export async function runIndexPlan(context: Context, args: IndexArguments): Promise<number> {
  const { host, json, printer, settings, signal } = context;
  const tools = await findIndexTools(context, args);
  const database = existsSync(settings.library)
    ? openLibraryToRead(settings.library)
    : openEmptyLibrary(packageVersion());
  const progress = showIndexProgress(context);
  try {
    const plan = await planIndex(
      {
        roots: tools.roots,
        stages: plannedStages(args, tools, readSpaces(database)),
        reindex: args.reindex,
      },
      {
        ...tools,
        videos: createVideoStore(database),
        paces: createPaceMemory(database),
      },
      progress.onEvent,
      signal,
    );
    progress.stop();
    if (json) await printer.document(indexPlanDocument(plan, settings.library));
    else
      for (const line of indexPlanLines(plan, settings.library, host, printer.verbose))
        await printer.result(line);
    const { unheard } = tools.speechModels;
    const isAbout = ({ path, stages }: IndexPlan['files'][number]) =>
      stages.includes('speech') && kindOfName(path) !== 'photo';
    if (unheard !== undefined && !context.progressEvents && plan.files.some(isAbout))
      printer.note(unheardPlanNote(unheard));
    if (plan.interrupted) return typeof signal.reason === 'number' ? signal.reason : EXIT_INTERRUPTED;
    return plan.problems.length > 0 ? EXIT_PARTIAL : EXIT_DONE;
  } catch (error) {
    throw translateSqliteError(error, settings.library);
  } finally {
    progress.stop();
    closeLibrary(database);
  }
}
