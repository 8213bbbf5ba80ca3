import type Database from 'better-sqlite3';
import { putTextIndexChecksum } from './checksums.ts';
import { readSpacesOf, removeVectors } from './spaces.ts';

/**
 * Removes what is said in the videos that a subquery names, with its full text and vectors: nothing leads from a segment
 * to its full text but its number. Part of the caller's transaction, which renews the checksums of those videos.
 */
export function removeSpeech(database: Database.Database, videos: string, ...parameters: unknown[]): void {
  const passages = `SELECT id FROM passage WHERE video_id IN (${videos})`;
  removeVectors(database, readSpacesOf(database, 'passages'), passages, ...parameters);
  database.prepare(`DELETE FROM passage WHERE video_id IN (${videos})`).run(...parameters);
  const segments = `SELECT id FROM segment WHERE video_id IN (${videos})`;
  database.prepare(`DELETE FROM segment_text WHERE rowid IN (${segments})`).run(...parameters);
  const { changes } = database
    .prepare(`DELETE FROM segment WHERE video_id IN (${videos})`)
    .run(...parameters);
  if (changes > 0) putTextIndexChecksum(database);
}
