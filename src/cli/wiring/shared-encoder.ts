import type { ImageEncoder } from '../../domain/ports/encoders.ts';

/** An encoder that is opened once, when the first run needs it, and serves each run until `close`. */
export function shareEncoder(openOnce: () => Promise<ImageEncoder>) {
  let opened: Promise<ImageEncoder> | undefined;
  return {
    async open(): Promise<ImageEncoder> {
      opened ??= openOnce();
      const encoder = await opened;
      const before = encoder.busyMilliseconds();
      return {
        batchSize: encoder.batchSize,
        embedImages: (images, signal) => encoder.embedImages(images, signal),
        busyMilliseconds: () => encoder.busyMilliseconds() - before,
        close: async () => {},
      };
    },
    close: async () => void (await (await opened?.catch(() => undefined))?.close()),
  };
}
