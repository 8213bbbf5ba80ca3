/**
 * Text for a file: without control characters, line breaks as they are. What is invisible otherwise (joiners, marks of
 * direction) belongs to the text.
 */
export function plainText(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replace(/[^\P{Cc}\n]/gu, ' ');
}
