import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { HeimdexError, hasSystemCode } from '../../domain/errors.ts';
import type { FoundRecord, SelfTestRecordStore } from '../../domain/ports/self-tester.ts';
import { formatSelfTestRecord, parseSelfTestRecord } from '../../domain/self-test/self-test-record.ts';
import { type ModelPlaces, selfTestRecordPath } from './model-places.ts';
import { replaceFile } from './replace-file.ts';

/** 256 outputs of 1024 numbers have 4 MB: what is larger is no record. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Neither a link is followed nor a pipe waited for: a record is a plain file. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Where the records of self-tests lie, beside the models' folders in the home folder. */
export function createSelfTestRecordStore(places: ModelPlaces): SelfTestRecordStore {
  const placeOf: SelfTestRecordStore['placeOf'] = (model) => selfTestRecordPath(places, model);
  return {
    placeOf,
    read: (model) => readRecord(placeOf(model)),
    async write(model, record) {
      const path = placeOf(model);
      try {
        await replaceFile(path, Buffer.from(formatSelfTestRecord(record)));
        return undefined;
      } catch (error) {
        if (!(error instanceof HeimdexError)) throw error;
        // Without the hint of the error: nothing has to be mended for the test's sake.
        return error.message;
      }
    },
  };
}

async function readRecord(path: string): Promise<FoundRecord> {
  try {
    const file = await open(path, READ_ONLY);
    try {
      const stats = await file.stat();
      if (!stats.isFile() || stats.size > MAX_BYTES) return { kind: 'broken' };
      const record = parseSelfTestRecord(await file.readFile('utf8'));
      return record === undefined ? { kind: 'broken' } : { kind: 'record', record };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { kind: hasSystemCode(error, 'ENOENT', 'ENOTDIR') ? 'none' : 'broken' };
  }
}
