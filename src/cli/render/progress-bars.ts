import cliProgress from 'cli-progress';
import { formatBytes, formatShare } from '../../domain/format-bytes.ts';
import { printable } from '../../domain/printable.ts';
import type { Output } from '../host.ts';
import { formatDuration } from './duration.ts';
import { createSpeedometer } from './speedometer.ts';

export interface Bar {
  /** Moves the bar to so many bytes. */
  move(at: number): void;
  remove(): void;
}

export interface Bars {
  /** Adds a bar below the others. */
  add(name: string, total: number, at: number): Bar;
  /** Writes a line above the bars. */
  say(line: string): void;
  stop(): void;
}

const BAR_WIDTH = 24;

/** Bars at a terminal, for bytes: how much of how much, how fast, how long still. */
export function createBars(stream: Output, width: number): Bars {
  const multi = new cliProgress.MultiBar({
    stream: stream as NodeJS.WritableStream,
    format: '{bar} {share}{speed}{left}  {name}',
    barsize: width < 60 ? 8 : BAR_WIDTH,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    // Interruptions are main's affair.
    gracefulExit: false,
    fps: 8,
  });
  return {
    add(name, total, at) {
      const speedometer = createSpeedometer(at);
      const shownName = printable(name);
      const payload = (bytes: number) => {
        const perSecond = speedometer(bytes);
        const left = perSecond > 0 ? `  ${formatDuration((total - bytes) / perSecond)}` : '';
        const speed = perSecond > 0 ? `  ${formatBytes(perSecond)}/s` : '';
        return { share: formatShare(bytes, total), speed, left, name: shownName };
      };
      const bar = multi.create(total, at, payload(at));
      return { move: (bytes) => bar.update(bytes, payload(bytes)), remove: () => void multi.remove(bar) };
    },
    say: (line) => multi.log(`${line}\n`),
    stop: () => multi.stop(),
  };
}
