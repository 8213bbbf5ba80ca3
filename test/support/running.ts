import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** Runs a module in a process of its own, until the test ends or it does; comes back at its first output. `under`: the command that starts it. */
export async function running(source: string, under: readonly string[] = []): Promise<ChildProcess> {
  const [program, ...command] = [...under, process.execPath, '--input-type=module', '-e', source];
  const child = spawn(program!, command, {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout!.once('data', resolve));
  return child;
}
