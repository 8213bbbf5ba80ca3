import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { FakeHub } from './fake-hub.ts';
import { madeModel, sha256 } from './made-models.ts';
import { type ProgramWithModel, programWithModel } from './program-with-model.ts';
import type { RunOptions, RunResult } from './run-heimdex.ts';

export interface PullProgram extends Omit<ProgramWithModel, 'pull'> {
  /** Runs `models pull made --no-self-test`. */
  pull(args?: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Whether `models verify` finds everything whole. */
  verifies(): Promise<boolean>;
  /** Names and sizes of what lies in the model's folder, sorted. */
  kept(): string[];
  /** Makes sure that no file has its final name without having its content. */
  expectNothingWrong(): void;
}

/** The built program with a model "made" of some files, and a look at what its pulls leave on the disk. */
export async function pullProgram(
  files: Readonly<Record<string, Uint8Array>>,
  options: { hub?: FakeHub; home?: string } = {},
): Promise<PullProgram> {
  const made = madeModel('made', files);
  const program = await programWithModel(made, options);
  const { folder, run } = program;
  return {
    ...program,
    pull: (args = [], runOptions) => run(['models', 'pull', 'made', '--no-self-test', ...args], runOptions),
    verifies: async () => (await run(['models', 'verify', 'made'])).code === 0,
    kept: () => {
      if (!existsSync(folder)) return [];
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .map((path) => `${path.slice(folder.length + 1)} ${statSync(path).size}`)
        .sort();
    },
    expectNothingWrong: () => {
      for (const [path, content] of made.contents) {
        if (!existsSync(join(folder, path))) continue;
        expect(sha256(readFileSync(join(folder, path))), path).toBe(sha256(content));
      }
    },
  };
}

/** Makes sure that a run ended with an error: one line that says what, and one that says what to do. */
export function expectError(result: RunResult, exit: number, message: RegExp, hint: RegExp): void {
  expect(result.code, result.stderr).toBe(exit);
  expect(result.stdout).toBe('');
  const lines = result.stderr.trimEnd().split('\n');
  expect(lines.at(-2)).toMatch(/^heimdex: /);
  expect(lines.at(-2)).toMatch(message);
  expect(lines.at(-1)).toMatch(/^try: /);
  expect(lines.at(-1)).toMatch(hint);
}

/** The same with `--json`: one document. */
export function expectErrorDocument(result: RunResult, exit: number, code: string, message: RegExp): void {
  expect(result.code, result.stderr).toBe(exit);
  expect(result.stdout).toBe('');
  const document = JSON.parse(result.stderr.trimEnd().split('\n').at(-1)!);
  expect(document).toEqual({
    schema: 'heimdex.error/1',
    code,
    exit,
    message: expect.stringMatching(message),
    try: expect.stringMatching(/\w+ \w+/),
  });
}
