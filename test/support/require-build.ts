import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));
const BUILT = fileURLToPath(new URL('../../dist', import.meta.url));

/** Many tests run the program from dist/: none is an error, one of older sources a warning. */
export default function requireBuild(): void {
  if (!existsSync(join(BUILT, 'main.js'))) throw new Error('dist/ is not built: npm run build');
  const built = statSync(join(BUILT, 'main.js')).mtimeMs;
  const newer = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && built < statSync(join(SOURCES, file)).mtimeMs,
  );
  if (newer.length > 0)
    console.warn(
      `npm run build first: dist/ is older than ${newer.length} files of src/, such as ${newer[0]}`,
    );
}
