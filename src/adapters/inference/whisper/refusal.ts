import { HeimdexError } from '../../../domain/errors.ts';

/** Makes the error for a model whose files can't be read, or do not fit each other. */
export function refusal(name: string) {
  return (message: string, options: { cause?: unknown } = {}) =>
    new HeimdexError('model-damaged', `the model ${name} can't be used: ${message}`, {
      hint: 'heimdex models verify, then heimdex models pull',
      ...options,
    });
}
