import type { Unheard } from '../../app/how-to-listen.ts';
import { printable } from '../../domain/printable.ts';
import { counted } from './counted.ts';

/** Says that videos with sound were not listened to, and what to do about it. */
export function unheardNote(videos: number, { missing, try: command }: Unheard): string {
  return printable(
    `${counted(videos, 'video')} with sound not listened to: no model for ${missing.join(' or ')} is installed (${command})`,
  );
}

/** The same before a run: whether there are subtitles is not known yet. */
export function unheardPlanNote({ missing, try: command }: Unheard): string {
  return printable(
    `what has no subtitles would not be listened to: no model for ${missing.join(' or ')} is installed (${command})`,
  );
}
