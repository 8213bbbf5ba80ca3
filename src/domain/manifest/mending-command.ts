import type { Model } from './schema.ts';

/** What the user can do about files of a model that are missing or damaged. */
export function mendingCommand({ key, role, source }: Model): string {
  switch (source.kind) {
    case 'bundled':
      return 'install heimdex again';
    case 'hub':
      return `heimdex models pull ${key}`;
    case 'local':
      return `heimdex models add ${role} FOLDER --name ${key}, from where it came, or heimdex models import FILE`;
  }
}
