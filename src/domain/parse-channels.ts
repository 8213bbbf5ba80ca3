import { HeimdexError } from './errors.ts';
import { nearest } from './nearest.ts';
import { CHANNELS, type Channel } from './search-result.ts';

/** One that counts more drowns the others. */
const MAX_WEIGHT = 100;

/**
 * Reads which channels are asked, with what each counts beside the others (1 where nothing is said): `sight,words=2`.
 *
 * @throws HeimdexError `usage`
 */
export function parseChannels(text: string): ReadonlyMap<Channel, number> {
  const channels = new Map<Channel, number>();
  for (const part of text.split(',')) {
    const [, name = '', weight] = /^\s*([^=]*?)\s*(?:=\s*(.*?)\s*)?$/s.exec(part)!;
    const channel = CHANNELS.find((known) => known === name);
    if (channel === undefined) {
      const near = nearest(name, CHANNELS);
      throw new HeimdexError('usage', `there is no channel ${JSON.stringify(name)}: ${CHANNELS.join(', ')}`, {
        hint: near === undefined ? '--channels sight,words' : `--channels ${near}`,
      });
    }
    const number = weight === undefined ? 1 : Number(weight === '' ? Number.NaN : weight);
    if (!(number > 0 && number <= MAX_WEIGHT)) {
      throw new HeimdexError(
        'usage',
        `a channel counts above 0 and at most ${MAX_WEIGHT}: ${channel}=${weight}`,
        { hint: '--channels sight,words=2' },
      );
    }
    channels.set(channel, number);
  }
  return channels;
}
