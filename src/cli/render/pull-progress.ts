import type { PlannedFile, PullEvent } from '../../app/models/pull-event.ts';
import type { Context } from '../context.ts';
import { createEventWriter } from './progress-events.ts';
import { createPullBars } from './pull-bars.ts';
import { lineOf, nameOf, type PullProgress } from './pull-lines.ts';

/** How a pull tells its progress: events for programs, bars at a terminal, else a line where a file starts or ends. */
export function createPullProgress(context: Context): PullProgress {
  const { printer, host } = context;
  if (context.progressEvents) return createPullEvents(context);
  if (printer.interactive) return createPullBars(host.stderr, printer.width);
  return {
    onEvent: (event) => {
      const line = lineOf(event);
      if (line !== undefined) printer.note(line);
    },
    stop: () => {},
  };
}

const EVENT_SCHEMA = 'heimdex.pull-event/1';

/** The same events as JSON objects; models and files by name. */
function createPullEvents({ host }: Context): PullProgress {
  const writer = createEventWriter(host.stderr);
  return {
    onEvent: (event) => {
      const told = { schema: EVENT_SCHEMA, kind: event.type, ...fieldsOf(event) };
      if (event.type === 'bytes') writer.throttled(nameOf(event), told);
      else writer.write(told);
    },
    stop: () => {},
  };
}

/** All that an event tells but its type; what is not known is null, so that a kind has always the same fields. */
function fieldsOf(event: PullEvent): object {
  const { type, ...fields } = event;
  if (type === 'plan') return { ...fields, files: event.files.map(namedPlan) };
  if (!('model' in event)) return fields;
  const { type: _, model, file, ...rest } = { file: undefined, ...event };
  const named = file === undefined ? {} : { path: file.path, bytes: file.bytes };
  const known = Object.entries(rest).map(([name, value]) => [name, value ?? null]);
  return { model: model.key, ...named, ...Object.fromEntries(known) };
}

function namedPlan({ model, file, kept, cached }: PlannedFile): object {
  return { model: model.key, path: file.path, bytes: file.bytes, kept, cached: cached?.path ?? null };
}
