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
      if (event.type === 'plan') {
        const { files, bytes, kept } = event;
        const named = files.map(({ model, file }) => ({
          model: model.key,
          path: file.path,
          bytes: file.bytes,
        }));
        writer.write({ schema: EVENT_SCHEMA, kind: 'plan', files: named, bytes, kept });
        return;
      }
      const { type, model, ...rest } = event;
      if (!('file' in rest)) {
        writer.write({ schema: EVENT_SCHEMA, kind: type, model: model.key, ...rest });
        return;
      }
      const { file, ...more } = rest;
      const named = {
        schema: EVENT_SCHEMA,
        kind: type,
        model: model.key,
        path: file.path,
        bytes: file.bytes,
        ...more,
      };
      if (type === 'bytes') writer.throttled(nameOf({ model, file }), named);
      else writer.write(named);
    },
    stop: () => {},
  };
}
