import type Database from 'better-sqlite3';
import { readSpacesOf, removeVectors } from './spaces.ts';

/**
 * Removes the faces, tracks and their vectors of the videos that a subquery names. Part of the caller's transaction, which
 * renews the checksums of those videos and of people.
 */
export function removeFaces(database: Database.Database, videos: string, ...parameters: unknown[]): void {
  const tracks = `SELECT id FROM track WHERE video_id IN (${videos})`;
  removeVectors(database, readSpacesOf(database, 'tracks'), tracks, ...parameters);
  database.prepare(`DELETE FROM track WHERE video_id IN (${videos})`).run(...parameters);
}
