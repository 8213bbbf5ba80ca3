import type { ModelIntake } from '../../domain/ports/model-intake.ts';
import { tooLittleSpace } from './pull-refusals.ts';

/**
 * Makes sure that the disk of the store has room for so many bytes.
 *
 * @throws HeimdexError `disk-full`, `disk`
 */
export async function requireSpace(needed: number, intake: Pick<ModelIntake, 'freeBytes'>): Promise<void> {
  const refusal = tooLittleSpace(needed, await intake.freeBytes());
  if (refusal !== undefined) throw refusal;
}
