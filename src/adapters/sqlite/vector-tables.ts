import type { Space } from '../../domain/space.ts';
import { vectorTable, vectorTableSql } from './schema-001.ts';
import { passageVectorTable, passageVectorTableSql } from './schema-003.ts';
import { trackVectorTable, trackVectorTableSql } from './schema-004.ts';

/** How the vectors of each kind of thing are kept. */
const TABLES = {
  frames: { of: 'frame', name: vectorTable, sql: vectorTableSql },
  passages: { of: 'passage', name: passageVectorTable, sql: passageVectorTableSql },
  tracks: { of: 'track', name: trackVectorTable, sql: trackVectorTableSql },
} as const satisfies Record<Space['holds'], object>;

/** The table of a space's vectors, the statement that makes it, and the table of what they stand for. */
export function tableOf({ id, holds }: Pick<Space, 'id' | 'holds'>): {
  name: string;
  sql: string;
  of: 'frame' | 'passage' | 'track';
} {
  const { of, name, sql } = TABLES[holds];
  return { name: name(id), sql: sql(id), of };
}

/** Whether the vectors of such a thing can be read; a damaged file may say anything. */
export function isKnown(holds: string): holds is Space['holds'] {
  return Object.hasOwn(TABLES, holds);
}
