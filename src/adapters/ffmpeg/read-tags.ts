import type { Tags } from './recorded-in.ts';

/**
 * The tags in the text that `ffmpeg -i` prints: the lines below `Metadata:`, which has to be the first. Further lines of
 * one tag's text begin with more spaces.
 *
 * @param indent what `Metadata:` stands behind: two spaces of a container, four of a stream
 */
export function readTags(lines: readonly string[], indent: string): Tags {
  if (lines[0] !== `${indent}Metadata:`) return {};
  const tags: Record<string, string> = {};
  for (const line of lines.slice(1)) {
    if (!line.startsWith(`${indent}  `)) break;
    const [, name, text] = /^(\S.*?) *: (.*)$/.exec(line.slice(indent.length + 2)) ?? [];
    if (name !== undefined && text !== undefined) tags[name] ??= text;
  }
  return tags;
}
