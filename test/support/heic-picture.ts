import sharp from 'sharp';

/** An AVIF picture that says in its head that it holds HEVC, as a phone's HEIC does. */
export async function heicPicture(): Promise<Buffer> {
  const red = sharp({ create: { width: 64, height: 48, channels: 3, background: 'red' } });
  const text = (await red.avif().toBuffer()).toString('latin1');
  const changed = text.replace('ftypavif', 'ftypheic').replaceAll('av01', 'hvc1');
  return Buffer.from(changed, 'latin1');
}
