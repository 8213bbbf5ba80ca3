import { basename } from 'node:path';
import type { Brought, IndexEvent } from '../../domain/indexing.ts';
import { printable } from '../../domain/printable.ts';
import type { Stage } from '../../domain/stages.ts';
import type { Context } from '../context.ts';
import { toJson } from '../to-json.ts';
import { counted } from './counted.ts';
import { formatDuration } from './duration.ts';

export interface IndexProgress {
  onEvent(event: IndexEvent): void;
  /** Leaves the terminal as it was found, until `resume`. */
  suspend(): void;
  resume(): void;
  /** Takes the bar away and gives the cursor back. */
  stop(): void;
}

/** Shows how indexing goes on: a bar at a terminal, NDJSON events where asked for, else a line a video. */
export function showIndexProgress({ host, printer, progressEvents }: Context): IndexProgress {
  if (progressEvents) {
    return {
      onEvent: (event) => printer.warn(toJson({ schema: 'heimdex.index-event/1', ...event })),
      suspend() {},
      resume() {},
      stop() {},
    };
  }
  if (printer.interactive) return drawBar(host.stderr, printer.width);
  let place = '';
  const noticed = new Set<string>();
  return {
    onEvent(event) {
      if (event.kind === 'waiting') printer.note(describeWait(event.processId));
      if (event.kind === 'calibrating' && event.prompts === 0) printer.note(`calibrating ${event.model}`);
      if (event.kind === 'skipped' && printer.verbose)
        printer.note(`skipped (${event.reason}): ${printable(event.path)}`);
      if (event.kind === 'video-started') place = `${event.index + 1} of ${event.total}`;
      if (event.kind === 'video-indexed')
        printer.note(`${place}: ${printable(event.path)}: ${describeWork(event)}`);
      // The same word for each video would tell no more.
      if (event.kind === 'notice' && !noticed.has(event.message)) {
        noticed.add(event.message);
        printer.note(printable(event.message));
      }
      if (event.kind === 'problem') printer.warn(printable(describe(event.problem)));
    },
    suspend() {},
    resume() {},
    stop() {},
  };
}

function drawBar(stream: { write(text: string): boolean }, width: number): IndexProgress {
  const state = { path: '', place: '', left: '', done: 0, share: 0, total: 1 };
  const erase = () => void stream.write('\r\u001b[2K');
  const noticed = new Set<string>();
  let drawnAt = 0;
  const draw = (now: boolean) => {
    // Ten times a second is all that a person can follow.
    if (!now && performance.now() - drawnAt < 100) return;
    drawnAt = performance.now();
    const part = Math.min(1, (state.done + state.share) / state.total);
    const barWidth = Math.max(5, Math.min(24, width - 56));
    const filled = Math.round(part * barWidth);
    const text = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${Math.floor(part * 100)} %${state.left}  ${state.place}  ${printable(basename(state.path))}`;
    stream.write(`\r\u001b[2K${[...text].slice(0, width - 1).join('')}`);
  };
  const begin = () => void stream.write('\u001b[?25l');
  const end = () => {
    erase();
    stream.write('\u001b[?25h');
  };
  begin();
  return {
    onEvent(event) {
      if (event.kind === 'waiting') {
        state.place = describeWait(event.processId);
      } else if (event.kind === 'calibrating') {
        const { model, prompts: done, total } = event;
        Object.assign(state, { path: '', place: `calibrating ${model}`, left: '', done, share: 0, total });
      } else if (event.kind === 'walking') {
        state.path = '';
        state.place = `looking: ${counted(event.files, 'file')}, ${event.work} to do`;
      } else if (event.kind === 'video-started') {
        Object.assign(state, {
          path: event.path,
          place: `${event.index + 1}/${event.total}`,
          done: event.index,
          share: 0,
          total: event.total,
        });
      } else if (event.kind === 'frames' || event.kind === 'heard' || event.kind === 'faces') {
        state.share = event.duration > 0 ? Math.min(1, event.time / event.duration) : 0;
      } else if (event.kind === 'estimate') {
        state.left = event.secondsLeft === null ? '' : `, ${formatDuration(event.secondsLeft)} left`;
      } else if (event.kind === 'notice' && !noticed.has(event.message)) {
        noticed.add(event.message);
        erase();
        stream.write(`${printable(event.message)}\n`);
      } else if (event.kind === 'problem') {
        erase();
        stream.write(`${printable(describe(event.problem))}\n`);
      }
      draw(event.kind === 'video-started' || event.kind === 'waiting' || event.kind === 'calibrating');
    },
    suspend: end,
    resume() {
      begin();
      draw(true);
    },
    stop: end,
  };
}

function describe({ path, message }: { path: string; message: string }): string {
  return message.includes(path) ? message : `${path}: ${message}`;
}

/** What a stage brought. */
export function describeWork({ stage, frames, segments, faces }: { stage: Stage } & Brought): string {
  if (stage === 'sight') return counted(frames, 'frame');
  return stage === 'speech' ? counted(segments, 'sentence') : counted(faces, 'face');
}

function describeWait(processId: number | null): string {
  return `waiting for another heimdex${processId === null ? '' : ` (pid ${processId})`} that writes to the library`;
}
