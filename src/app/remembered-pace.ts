import type { StageKey } from '../domain/ports/library.ts';
import type { PaceMemory } from '../domain/ports/pace-memory.ts';

/** Seconds of video a second of work in earlier runs; undefined where none was measured. */
export function rememberedPace(key: StageKey, paces: PaceMemory): number | undefined {
  const pace = paces.paceOf(key);
  return pace === undefined || pace.work <= 0 || pace.video <= 0 ? undefined : pace.video / pace.work;
}
