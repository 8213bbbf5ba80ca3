/**
 * Whether a path from a manifest or a server may be joined to a folder: relative, with "/" between plain names, no
 * "." or "..", nothing that Windows or git treat specially, at most 255 characters (faults.md D19).
 */
export function isSafeRelativePath(path: string): boolean {
  if (path.length === 0 || path.length > 255) return false;
  return path.split('/').every(isSafeName);
}

function isSafeName(name: string): boolean {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._+@=-]*$/.test(name)) return false;
  if (name.endsWith('.')) return false;
  return !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
}
