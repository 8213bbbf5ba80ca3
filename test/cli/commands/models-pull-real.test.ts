import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { madeModel } from '../../support/made-models.ts';
import { oneFile, programWithModel } from '../../support/program-with-model.ts';
import { sharedData } from '../../support/shared-data.ts';

describe('real models', () => {
  test('all-MiniLM-L6-v2 and YuNet are pulled under the digests that heimdex ships, and one wrong byte is found', async (context) => {
    const files = [
      [
        'Xenova/all-MiniLM-L6-v2',
        'onnx/model_quantized.onnx',
        'models/all-MiniLM-L6-v2/onnx/model_quantized.onnx',
      ],
      ['Xenova/all-MiniLM-L6-v2', 'tokenizer.json', 'models/all-MiniLM-L6-v2/tokenizer.json'],
      [
        'opencv/face_detection_yunet',
        'face_detection_yunet_2023mar.onnx',
        'models/yunet/face_detection_yunet_2023mar.onnx',
      ],
    ] as const;
    const sources = files.map(([repo, path, data]) => ({ repo, path, data: sharedData(context, data) }));
    const { hub, home, run } = await programWithModel(oneFile(10));
    const manifest = JSON.parse(
      readFileSync(new URL('../../../models.manifest.json', import.meta.url), 'utf8'),
    );
    for (const { repo, path, data } of sources) {
      const model = Object.values<{ source: { repo: string; revision: string } }>(manifest.models).find(
        ({ source }) => source.repo === repo,
      );
      hub.add(repo, model!.source.revision, path, readFileSync(data));
    }
    hub.fault('model_quantized.onnx', { dropAfter: 5_000_000 });
    const pulled = await run(['models', 'pull', 'all-minilm-l6-v2', 'yunet']);
    expect(pulled).toMatchObject({ code: 0 });
    const verified = await run(['models', 'verify', '--json']);
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject({ schema: 'heimdex.verify/1', ok: true });

    const { stdout } = await run(['models', 'path', 'all-minilm-l6-v2']);
    expect(stdout.startsWith(home)).toBe(true);
    flipByte(join(stdout.trim(), 'onnx/model_quantized.onnx'));
    const after = await run(['models', 'verify']);
    expect(after.code).toBe(5);
    expect(after.stdout).toMatch(
      /^hash {5}all-minilm-l6-v2\/onnx\/model_quantized\.onnx {2}expected sha256:afdb6f1a/m,
    );
    expect(after.stderr).toContain('try: heimdex models pull all-minilm-l6-v2');
    expect((await run(['models', 'pull', 'all-minilm-l6-v2'])).code).toBe(0);
    expect((await run(['models', 'verify'])).code).toBe(0);
  }, 30_000);

  test('the small files of whisper-base are pulled under their published digests', async (context) => {
    const pins = JSON.parse(readFileSync(sharedData(context, 'pins.json'), 'utf8'));
    const pin = pins.models.find(({ repo }: { repo: string }) => repo === 'Xenova/whisper-base');
    const names = [
      'config.json',
      'generation_config.json',
      'preprocessor_config.json',
      'tokenizer.json',
      'tokenizer_config.json',
    ];
    const contents = names.map((name) => [
      name,
      readFileSync(sharedData(context, `tokenizers/whisper-base/${name}`)),
    ]);
    const made = madeModel('made', Object.fromEntries(contents));
    const files = names.map((name) => {
      const { path, bytes, sha256 } = pin.files.find((file: { path: string }) => file.path === name);
      return { path, bytes, sha256 };
    });
    const source = { kind: 'hub', repo: pin.repo, revision: pin.revision } as const;
    const { run } = await programWithModel({ ...made, model: { ...made.model, source, files } });
    expect((await run(['models', 'pull', 'made', '--no-self-test'])).code).toBe(0);
    expect((await run(['models', 'verify', 'made'])).code).toBe(0);
  });
});

function flipByte(path: string): void {
  const content = readFileSync(path);
  content[content.length >> 1]! ^= 1;
  chmodSync(path, 0o644);
  writeFileSync(path, content);
}
