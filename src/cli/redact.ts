/** A shorter token is none, and taking it out would leave holes in every text. */
const SHORTEST_TOKEN = 8;

/**
 * A text without what never may reach a terminal or a log: access tokens of the Hub, and the user's own of whatever
 * form (a server may send it back, also as a host's name), and the signature in an address.
 */
export function redact(text: string, token: string | undefined): string {
  const without = text
    .replace(/hf_[A-Za-z0-9]{8,}/g, 'hf_…')
    .replace(/([?&](?:X-Amz-)?[Ss]ignature=)[^&\s]+/g, '$1…');
  const own = token?.trim() ?? '';
  return own.length < SHORTEST_TOKEN ? without : without.replaceAll(new RegExp(escaped(own), 'gi'), '…');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
