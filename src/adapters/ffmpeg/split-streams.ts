/** The streams in the text that `ffmpeg -i` prints: each one's line with the indented lines below it. */
export function splitStreams(text: string): { kind: string; text: string }[] {
  return text
    .split(/^ {2}(?=Stream #0:)/m)
    .slice(1)
    .map((part) => ({
      kind: part.match(/^Stream #0:\d+.*?: (Video|Audio|Subtitle|Data|Attachment):/)?.[1] ?? '',
      text: part,
    }));
}
