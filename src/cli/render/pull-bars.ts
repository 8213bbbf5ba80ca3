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
  const say = (event: PullEvent): void => {
    const line = lineOf(event);
    // Before the first bar there is nothing to write above, and after the last one neither.
    if (line !== undefined && whole === undefined) stream.write(`${printable(line)}\n`);
    else if (line !== undefined) bars.say(line);
  };
  const end = (name: string): void => {
    open.get(name)?.remove();
    open.delete(name);
  };

  const onEvent = (event: PullEvent): void => {
    switch (event.type) {
      case 'file-started':
      case 'adopt-started':
        open.set(nameOf(event), bars.add(nameOf(event), event.file.bytes, event.at));
        moveTo(nameOf(event), event.at);
        break;
      case 'bytes':
        moveTo(nameOf(event), event.at);
        break;
      case 'file-done':
      case 'file-adopted':
        moveTo(nameOf(event), event.file.bytes);
        end(nameOf(event));
        if (event.type === 'file-adopted') say(event);
        break;
      case 'not-adopted':
        end(nameOf(event));
        say(event);
        break;
      case 'plan':
        say(event);
        for (const planned of event.files) here.set(nameOf(planned), planned.kept);
        if (event.files.length > 0) whole = bars.add('in all', event.bytes, event.kept);
        break;
      case 'done':
        bars.stop();
        whole = undefined;
        say(event);
        break;
      default:
        say(event);
    }
  };
  return { onEvent, stop: () => bars.stop() };
}
