import { createHash } from 'node:crypto';

/** A model of one file whose name picks a fault. */
export interface FaultModel {
  readonly key: string;
  readonly path: string;
  readonly content: Uint8Array;
  readonly meaning: string;
  /** The exit code with which `heimdex models pull` ends. */
  readonly exit: number;
}

export const FAULT_REPO = 'faults/by-name';
export const FAULT_REVISION = createHash('sha1').update(FAULT_REPO).digest('hex');
const BYTES = 1_000_000;

const MEANINGS: readonly (readonly [name: string, exit: number, meaning: string])[] = [
  ['fine', 0, 'nothing goes wrong'],
  ['empty', 0, 'a file without a byte'],
  ['slow', 0, '64 KiB, then a pause of 0.25 s, and so on'],
  ['drop-once', 0, 'the connection is cut in the middle, once'],
  ['drop-always', 6, 'the connection is always cut at the middle'],
  ['corrupt-once', 0, 'one bit is wrong, once'],
  ['corrupt-always', 5, 'one bit is always wrong'],
  ['stall-once', 0, 'no answer to the first request'],
  ['stall', 6, 'no answer at all'],
  ['stall-middle', 6, 'silence from the middle on'],
  ['html', 5, 'a page "sign in" instead of the file'],
  ['gzip', 5, 'the file comes compressed'],
  ['short', 5, 'half of the file, with a length that says so'],
  ['endless', 5, 'the file, without a length, and zeros for ever'],
  ['status-503-twice', 0, '503 to two requests'],
  ['status-429', 6, '429 with Retry-After: 1, for ever'],
  ['status-401', 6, 'no access without a token'],
  ['status-403', 6, 'no access with this token'],
  ['status-404', 6, 'no such file'],
  ['redirect-loop', 6, 'a redirect to itself'],
  ['redirect-foreign', 6, 'a redirect to a host that is not the Hub’s'],
  ['redirect-insecure', 6, 'a redirect to http on another host'],
  ['ignore-range', 0, 'cut once; the rest is answered with the whole'],
  ['wrong-range', 0, 'cut once; the rest is answered with another range'],
  ['range-416', 0, 'cut once; the rest is refused'],
];

/** All of them; their bytes are the same each time. */
export function faultModels(): FaultModel[] {
  return MEANINGS.map(([name, exit, meaning]) => ({
    key: `fault-${name}`,
    path: `${name}.bin`,
    content: name === 'empty' ? new Uint8Array() : madeBytes(name),
    meaning,
    exit,
  }));
}

/** The manifest that makes them models of heimdex. They are never loaded: their files hold no graph. */
export function faultManifest(models: readonly FaultModel[]): object {
  const entries = models.map(({ key, path, content }) => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const model = {
      role: 'text',
      source: { kind: 'hub', repo: FAULT_REPO, revision: FAULT_REVISION },
      licence: 'Apache-2.0',
      dtype: 'fp32',
      files: [{ path, bytes: content.length, sha256 }],
      config: {
        dimension: 4,
        graph: path,
        tokenizer: path,
        output: 'none',
        pooling: 'mean',
        maxTokens: 16,
        quantization: 'none',
        languages: ['en'],
      },
    };
    return [key, model];
  });
  return { schemaVersion: 1, models: Object.fromEntries(entries), profiles: {} };
}

function madeBytes(name: string): Uint8Array {
  return createHash('shake256', { outputLength: BYTES }).update(name).digest();
}
