import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { builtModules } from '../../support/built-modules.ts';

const built = builtModules('src/adapters/ffmpeg/start-patience.ts');

it('does not run out while the process is stopped', async () => {
  const program = `
    const { startPatience } = await import(${JSON.stringify(new URL('start-patience.js', built).href)});
    startPatience(2000, () => console.log('ended'));
    console.log('begun');
    process.kill(process.pid, 'SIGSTOP');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  // It has stopped itself, before its first tick.
  await wait(2500);
  const ended = once(child.stdout, 'data').then(([text]) => [String(text), performance.now()] as const);
  const continued = performance.now();
  child.kill('SIGCONT');
  const [text, time] = await ended;
  expect(text).toBe('ended\n');
  // Of two ticks one at most was missed.
  expect(time - continued).toBeGreaterThan(700);
});
