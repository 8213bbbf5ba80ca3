/**
 * Foreign text made safe for a terminal: control characters, escape sequences, bidirectional overrides and
 * zero-width characters are shown as `\xNN` or `\u{NNNN}`, so that no name or transcript can move the cursor,
 * set the clipboard or reorder what is read (faults.md, threat 13). A byte that stands in a name for itself (see
 * system-path.ts) is shown as `\xNN` too.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0)!;
    if (code >= 0x10ff80) return `\\x${(code & 0xff).toString(16)}`;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

// C0, DEL, C1; soft hyphen; Arabic letter mark; zero width and marks; line and paragraph separators; bidi embeddings,
// isolates and invisible operators; BOM; interlinear annotation; tag characters; bytes of
// names; lone surrogates.
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}\u{10ff80}-\u{10ffff}]|\p{Surrogate}/gu;
