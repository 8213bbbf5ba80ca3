/** Names that a shell, ffmpeg's protocols and patterns, or a terminal would take for something else. */
export const ODD_NAMES = [
  '-v.mp4',
  'http:x.mp4',
  'a%03d.mp4',
  'concat:a|b.mp4',
  '$(id).mp4',
  'it\'s "quoted".mp4',
  'two\nlines.mp4',
  'tab\tand\u001b[31mred.mp4',
  '노을 😀.mp4',
  'caf\u00e9.mp4',
  'cafe\u0301.mp4',
  'back\\slash.mp4',
  // The longest name that file systems take.
  `${'x'.repeat(251)}.mp4`,
];
