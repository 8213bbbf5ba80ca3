import type { AddEvent, OnAddEvent } from '../../app/models/add/add-tools.ts';
import { printable } from '../../domain/printable.ts';
import type { Context } from '../context.ts';

/** Less than this is done before a bar could be read. */
const WORTH_A_BAR_BYTES = 200_000_000;

/** How adding a model from a folder tells its progress: events for programs, bars at a terminal, else lines. */
export async function createAddProgress(
  context: Context,
): Promise<{ onEvent: OnAddEvent; stop: () => void }> {
  if (context.progressEvents) return createAddEvents(context);
  const { createBars } = await import('./progress-bars.ts');
  const { printer, host } = context;
  const bars = printer.interactive ? createBars(host.stderr, printer.width) : undefined;
  let bar: ReturnType<NonNullable<typeof bars>['add']> | undefined;
  let done = 0;
  return {
    onEvent: (event) => {
      if (event.type === 'phase') {
        bar?.remove();
        done = 0;
        bar = event.bytes >= WORTH_A_BAR_BYTES ? bars?.add(event.phase, event.bytes, 0) : undefined;
      } else if (event.type === 'bytes') {
        done += event.bytes;
        bar?.move(done);
      } else {
        for (const line of linesOf(event)) {
          if (bar === undefined) printer.note(printable(line));
          else bars?.say(printable(line));
        }
      }
    },
    stop: () => bars?.stop(),
  };
}

function linesOf(event: AddEvent): string[] {
  if (event.type === 'waiting') {
    const who =
      event.processId === undefined ? 'another heimdex' : `another heimdex (pid ${event.processId})`;
    return [`${who} is bringing in ${event.model.key}: waiting for it`];
  }
  if (event.type !== 'composed') return [];
  const { model, graphs, knownAs, guessed } = event;
  return [
    `${model.key}: ${model.dtype}: ${graphs.join(', ')}`,
    ...(knownAs === undefined ? [] : [`the graphs are those of ${knownAs}: its constants are taken`]),
    ...(guessed ? ['taken to know many languages: --languages en,ko says which, where it knows few'] : []),
    ...(model.licence === 'unknown' ? ['its licence is not known: --licence NAME writes it down'] : []),
  ];
}

const EVENT_SCHEMA = 'heimdex.add-event/1';

async function createAddEvents({ host }: Context): Promise<{ onEvent: OnAddEvent; stop: () => void }> {
  const { createEventWriter } = await import('./progress-events.ts');
  const writer = createEventWriter(host.stderr);
  let total = 0;
  let at = 0;
  return {
    onEvent: (event) => {
      if (event.type === 'phase') {
        total = event.bytes;
        at = 0;
        writer.write({ schema: EVENT_SCHEMA, kind: event.phase, bytes: total });
      } else if (event.type === 'bytes') {
        at += event.bytes;
        const { phase } = event;
        writer.throttled(phase, { schema: EVENT_SCHEMA, kind: 'bytes', phase, at, bytes: total });
      } else if (event.type === 'waiting') {
        writer.write({
          schema: EVENT_SCHEMA,
          kind: 'waiting',
          model: event.model.key,
          processId: event.processId ?? null,
        });
      } else {
        const { model, graphs, knownAs, guessed } = event;
        writer.write({
          schema: EVENT_SCHEMA,
          kind: 'composed',
          model: model.key,
          dtype: model.dtype,
          graphs,
          knownAs: knownAs ?? null,
          languagesGuessed: guessed,
        });
      }
    },
    stop: () => {},
  };
}
