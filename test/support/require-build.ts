import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));
const BUILT = fileURLToPath(new URL('../../dist', import.meta.url));

/** Many tests run the program from dist/: none is an error, one of older sources a warning. */
export default function requireBuild(): void {
  if (!existsSync(join(BUILT, 'cli/main.js'))) throw new Error('dist/ is not built: npm run build');
  const newer = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => {
    if (!file.endsWith('.ts')) return false;
    const built = join(BUILT, file.replace(/\.ts$/, '.js'));
    return !existsSync(built) || statSync(built).mtimeMs < statSync(join(SOURCES, file)).mtimeMs;
  });
  if (newer.length > 0)
    console.warn(
      `npm run build first: dist/ is older than ${newer.length} files of src/, such as ${newer[0]}`,
    );
}
