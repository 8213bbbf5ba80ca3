/**
 * A key for a model from the name of its folder and its number format: lower-case letters, digits, ".", "_" and "-", at
 * most 80 characters; `model` where nothing of the name fits.
 */
export function modelKeyOf(name: string, dtype: string): string {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  const formats = [...new Set(dtype.split(', ').map((each) => each.split(' ')[0]!))].map(plain).join('-');
  const base =
    plain(name)
      .slice(0, 60)
      .replace(/[^a-z0-9]+$/, '') || 'model';
  return base.endsWith(`-${formats}`) || formats === '' ? base : `${base}-${formats}`.slice(0, 80);
}
