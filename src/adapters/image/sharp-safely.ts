import sharp from 'sharp';

// libvips opens whatever a file's content says, whatever its name: only these loaders may see foreign files. An SVG,
// for one, can name other files (faults.md F9).
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadHeifFile',
    // Thumbnails come from the library.
    'VipsForeignLoadWebpBuffer',
  ],
});
// Each picture is used once: a cache would only hold memory.
sharp.cache(false);
sharp.concurrency(1);

export { sharp };
