import { isModelKey } from './is-model-key.ts';
import { isSafeRelativePath } from './safe-path.ts';
import { text } from './shape.ts';

// The names that a manifest gives to things and takes from the Hub.

export const key = text({
  accepts: isModelKey,
  expected: 'up to 80 lower-case letters, digits, ".", "_" and "-"',
});
export const repo = text({ accepts: isRepositoryName, expected: 'OWNER/NAME' });
export const revision = text({ accepts: isRevision, expected: 'a commit, a branch or a tag' });

/** `.part` is the name of a file that is not yet whole, `.bad` of one that was damaged and has been replaced. */
export const path = text({
  max: 255,
  accepts: (value) => isSafeRelativePath(value) && !/\.(?:part|bad)(?:\/|$)/i.test(value),
  expected: 'a relative path with "/" that stays inside the model, with no name that ends in .part or .bad',
});
export const name = text({ max: 80 });

export function hex(digits: number) {
  const pattern = new RegExp(`^[0-9a-f]{${digits}}$`);
  return text({ accepts: (value) => pattern.test(value), expected: `${digits} lower-case hex digits` });
}

/** Whether a text names a repository of the Hub. */
export function isRepositoryName(value: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}\/[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/.test(value);
}

/** Whether a text may be a commit, branch or tag. Git allows more; the Hub's own are made of this. */
export function isRevision(value: string): boolean {
  return value.length <= 200 && /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(value);
}

/** Whether a text is a commit's full name. */
export function isCommit(value: string): boolean {
  return /^[0-9a-f]{40}$/.test(value);
}
