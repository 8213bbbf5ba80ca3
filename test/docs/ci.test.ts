import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startFakeHub } from '../support/fake-hub.ts';
import { madeModel, publish, someBytes, writeUserManifest } from '../support/made-models.ts';
import { PROGRAM } from '../support/run-heimdex.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ROOT = new URL('../../', import.meta.url);
const GUIDE = readFileSync(new URL('docs/ci.md', ROOT), 'utf8');
const INSTALL = 'npm install -g heimdex --onnxruntime-node-install=skip';

/** The commands of the snippet's steps, in order. */
function commands(): string[] {
  const yaml = GUIDE.match(/```yaml\n(.*?)```/s)?.[1] ?? '';
  const lines = yaml.split('\n');
  return lines.flatMap((line, index) => {
    const [, indent, rest] = /^( *)run: (.+)$/.exec(line) ?? [];
    if (indent === undefined || rest === undefined) return [];
    if (rest !== '|') return [rest];
    const end = lines.findIndex((other, at) => at > index && !other.startsWith(`${indent}  `));
    return [lines.slice(index + 1, end).join('\n')];
  });
}

/** Runs a step as GitHub does where it says `shell: bash`. */
function runStep(script: string, env: NodeJS.ProcessEnv, cwd: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
    const child = spawn('bash', args, { env, cwd, stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

describe('the snippet for GitHub Actions', () => {
  it('asks for the shell that its pipes need, and installs as the README does', () => {
    expect(GUIDE).toMatch(/defaults:\n +run:\n +shell: bash/);
    expect(commands()[0]).toBe(INSTALL);
    expect(readFileSync(new URL('README.md', ROOT), 'utf8')).toContain(INSTALL);
  });

  it('pulls into an empty cache, needs no network with a full one, and fails where the cache is damaged', async () => {
    const hub = await startFakeHub();
    const made = madeModel('made', {
      'onnx/model.onnx': someBytes(50_000),
      'tokenizer.json': someBytes(500),
    });
    publish(hub, made);
    const folder = tempFolder();
    const programs = join(folder, 'bin');
    mkdirSync(programs);
    writeFileSync(join(programs, 'heimdex'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
    chmodSync(join(programs, 'heimdex'), 0o755);

    /** A job of its own, with or without what an earlier one has put into the cache; the exit code of each step. */
    const job = async (name: string, cache?: string, more: NodeJS.ProcessEnv = {}) => {
      const home = join(folder, name);
      writeUserManifest(home, [made], { ci: { text: 'made' } });
      if (cache !== undefined) cpSync(cache, join(home, 'models'), { recursive: true });
      const output = join(folder, `${name}.output`);
      writeFileSync(output, '');
      const env = {
        PATH: `${programs}:${process.env.PATH}`,
        PROFILE: 'ci',
        HEIMDEX_HOME: home,
        HF_ENDPOINT: hub.endpoint,
        GITHUB_OUTPUT: output,
        ...more,
      };
      const codes: (number | null)[] = [];
      for (const script of commands().slice(1)) codes.push(await runStep(script, env, folder));
      return { codes, models: join(home, 'models'), pins: readFileSync(output, 'utf8') };
    };

    const first = await job('first');
    expect(first.codes).toEqual([0, 0, 0]);
    expect(first.pins).toMatch(/^pins=[0-9a-f]{64}\n$/);
    expect(hub.requests).toHaveLength(2);

    const second = await job('second', first.models);
    expect(second).toMatchObject({ codes: [0, 0, 0], pins: first.pins });
    expect(hub.requests, 'with a full cache').toHaveLength(2);

    const file = join(second.models, 'made', made.model.source.revision, 'onnx/model.onnx');
    rmSync(file);
    writeFileSync(file, someBytes(50_000));
    const offline = await job('third', second.models, { HF_HUB_OFFLINE: '1' });
    expect(offline.codes, 'a damaged cache and no leave to pull').toEqual([0, 4, 5]);
    expect(JSON.parse(readFileSync(join(folder, 'models-verify.json'), 'utf8'))).toMatchObject({ ok: false });
  });
});
