import type { ArchiveEvent, OnArchiveEvent } from '../../app/models/archive-event.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import { printable } from '../../domain/printable.ts';
import type { Context } from '../context.ts';
import { counted } from './counted.ts';
import { type Bar, type Bars, createBars } from './progress-bars.ts';
import { createEventWriter } from './progress-events.ts';

export interface ArchiveProgress {
  readonly onEvent: OnArchiveEvent;
  stop(): void;
}

/** How an export or an import tells its progress: events for programs, a bar at a terminal, else lines. */
export function createArchiveProgress(context: Context, verb: 'export' | 'import'): ArchiveProgress {
  if (context.progressEvents) return createEvents(context, verb);
  const { host, printer } = context;
  let bars: Bars | undefined;
  let bar: Bar | undefined;
  let done = 0;
  return {
    onEvent: (event) => {
      const line = lineOf(event, verb);
      if (line !== undefined) printer.note(printable(line));
      if (event.type === 'plan' && printer.interactive && event.through > 0) {
        bars = createBars(host.stderr, printer.width);
        bar = bars.add(`${verb}ing`, event.through, 0);
      }
      if (event.type === 'bytes') {
        done += event.bytes;
        bar?.move(done);
      }
    },
    stop: () => bars?.stop(),
  };
}

function lineOf(event: ArchiveEvent, verb: 'export' | 'import'): string | undefined {
  switch (event.type) {
    case 'plan': {
      if (event.files === 0) return 'everything is here already';
      const names = event.models.map(({ key }) => key).join(', ');
      return `to ${verb}: ${counted(event.files, 'file')} of ${names}: ${formatBytes(event.bytes)}`;
    }
    case 'passed-over':
      return event.reason === 'here'
        ? `${event.model.key} is here already`
        : `${event.model.key} comes with heimdex: it is not exported`;
    case 'waiting': {
      const who =
        event.processId === undefined ? 'another heimdex' : `another heimdex (pid ${event.processId})`;
      return `${who} is pulling ${event.model.key}: waiting for it`;
    }
    case 'set-aside':
      return `a damaged file of ${event.model.key} is kept as ${event.keptAs}`;
    case 'bytes':
      return undefined;
  }
}

/** The same events as JSON objects; models by name, bytes as a sum. */
function createEvents({ host }: Context, verb: 'export' | 'import'): ArchiveProgress {
  const writer = createEventWriter(host.stderr);
  const schema = `heimdex.${verb}-event/1`;
  let done = 0;
  let total = 0;
  return {
    onEvent: (event) => {
      if (event.type === 'bytes') {
        done += event.bytes;
        writer.throttled('bytes', { schema, kind: 'bytes', at: done, bytes: total });
      } else if (event.type === 'plan') {
        const { type, models, files, bytes } = event;
        total = event.through;
        writer.write({ schema, kind: type, models: models.map(({ key }) => key), files, bytes });
      } else {
        const { type, model, ...rest } = event;
        writer.write({ schema, kind: type, model: model.key, ...rest });
      }
    },
    stop: () => {},
  };
}
