import type { PullEvent } from '../../app/models/pull-event.ts';
import { printable } from '../../domain/printable.ts';
import type { Output } from '../host.ts';
import { type Bar, createBars } from './progress-bars.ts';
import { lineOf, nameOf, type PullProgress } from './pull-lines.ts';

/** Bars for a pull: one for the whole above one for each file on its way. */
export function createPullBars(stream: Output, width: number): PullProgress {
  const bars = createBars(stream, width);
  const open = new Map<string, Bar>();
  const here = new Map<string, number>();
  let whole: Bar | undefined;

  const moveTo = (name: string, at: number): void => {
    here.set(name, at);
    open.get(name)?.move(at);
    whole?.move([...here.values()].reduce((total, bytes) => total + bytes, 0));
  };

  const onEvent = (event: PullEvent): void => {
    if (event.type === 'bytes' || event.type === 'file-started' || event.type === 'file-done') {
      const name = nameOf(event);
      if (event.type === 'file-started') open.set(name, bars.add(name, event.file.bytes, event.at));
      moveTo(name, event.type === 'file-done' ? event.file.bytes : event.at);
      if (event.type === 'file-done') {
        open.get(name)?.remove();
        open.delete(name);
      }
      return;
    }
    const line = lineOf(event);
    // Before the first bar there is nothing to write above.
    if (line !== undefined && whole === undefined) stream.write(`${printable(line)}\n`);
    else if (line !== undefined) bars.say(line);
    if (event.type === 'plan' && event.files.length > 0) {
      for (const planned of event.files) here.set(nameOf(planned), planned.kept);
      whole = bars.add('in all', event.bytes, event.kept);
    }
  };
  return { onEvent, stop: () => bars.stop() };
}
