import { createRequire } from 'node:module';

/** Loaded as the CommonJS package that it is: an `import` looks through its text for names, which takes 3 ms more. */
export const Sqlite = createRequire(import.meta.url)('better-sqlite3') as typeof import('better-sqlite3');
