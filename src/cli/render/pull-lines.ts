import type { OnPullEvent, PullEvent } from '../../app/models/pull-event.ts';
import { formatBytes } from '../../domain/format-bytes.ts';
import { printable } from '../../domain/printable.ts';
import { counted } from './counted.ts';
import { formatDuration } from './duration.ts';

export interface PullProgress {
  readonly onEvent: OnPullEvent;
  stop(): void;
}

/** An event as a line for a person; undefined where there is nothing to say. */
export function lineOf(event: PullEvent): string | undefined {
  switch (event.type) {
    case 'bundled':
      return `${event.model.key} comes with heimdex: nothing to pull`;
    case 'plan':
      return planLine(event);
    case 'waiting': {
      const who =
        event.processId === undefined ? 'another heimdex' : `another heimdex (pid ${event.processId})`;
      return `${who} is pulling ${event.model.key}: waiting for it`;
    }
    case 'file-started': {
      const resumed = event.at > 0 ? `, resumed at ${formatBytes(event.at)}` : '';
      return `pulling ${nameOf(event)} (${formatBytes(event.file.bytes)}${resumed})`;
    }
    case 'retry':
      return printable(`${nameOf(event)}: ${event.reason}; ${waitOf(event)}, then ${resumptionOf(event)}`);
    case 'restarted':
      return printable(`${nameOf(event)}: begun again: ${event.reason}`);
    case 'set-aside':
      return printable(`${nameOf(event)} was damaged: what was there is kept as ${event.keptAs}`);
    case 'file-done':
      return `pulled  ${nameOf(event)}`;
    case 'file-adopted':
      return `took ${nameOf(event)} from the Hugging Face cache`;
    case 'not-adopted':
      return printable(`${nameOf(event)}: not taken: ${event.reason}`);
    case 'done':
      return doneLine(event);
    case 'adopt-started':
    case 'bytes':
      return undefined;
  }
}

function planLine({ files, bytes, kept, cached }: PullEvent & { type: 'plan' }): string {
  if (files.length === 0) return 'everything is here already';
  const models = new Set(files.map(({ model }) => model.key));
  const some = kept > 0 ? `, ${formatBytes(kept)} of it here already` : '';
  const elsewhere = cached > 0 ? `, ${formatBytes(cached)} of it in the Hugging Face cache` : '';
  const count = counted(files.length, 'file');
  return `to pull: ${count} of ${[...models].join(', ')}: ${formatBytes(bytes)}${some}${elsewhere}`;
}

function doneLine({ files, bytes, adopted }: PullEvent & { type: 'done' }): string | undefined {
  const amount = (number: number, size: number) => `${counted(number, 'file')}, ${formatBytes(size)}`;
  const pulled = files > 0 ? `pulled and verified ${amount(files, bytes)}` : undefined;
  const taken =
    adopted.files > 0
      ? `took and verified ${amount(adopted.files, adopted.bytes)} from the Hugging Face cache`
      : undefined;
  return [pulled, taken].filter((part) => part !== undefined).join('; ') || undefined;
}

/** A file by its model's name and its path. */
export function nameOf({ model, file }: { model: { key: string }; file: { path: string } }): string {
  return `${model.key}/${file.path}`;
}

function resumptionOf({ at }: { at: number }): string {
  return at > 0 ? `resumed at ${formatBytes(at)}` : 'begun again';
}

function waitOf({ waitMs, askedMs }: PullEvent & { type: 'retry' }): string {
  const wait = `waiting ${formatDuration(Math.ceil(waitMs / 1000))}`;
  return askedMs === undefined ? wait : `${wait} (the server asked for ${formatDuration(askedMs / 1000)})`;
}
