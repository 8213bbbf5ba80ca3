import type { SelfTestOptions } from '../../app/models/self-test-models.ts';
import type { Context } from '../context.ts';

/**
 * Shows, while some work lasts, which of a number of models is being tested: a spinner at a terminal, events where they
 * are asked for, else a line each.
 */
export async function withSelfTestProgress<T>(
  context: Context,
  models: number,
  work: (onModel: NonNullable<SelfTestOptions['onModel']>) => Promise<T>,
): Promise<T> {
  const { host, printer, progressEvents } = context;
  if (progressEvents) {
    const { createEventWriter } = await import('./progress-events.ts');
    const { write } = createEventWriter(host.stderr);
    return work(({ key }, finding) => {
      const event = finding === undefined ? { kind: 'testing', model: key } : { kind: 'tested', ...finding };
      write({ schema: 'heimdex.self-test-event/1', ...event });
    });
  }
  if (!printer.interactive) {
    return work(({ key }, finding) => {
      if (finding === undefined) printer.note(`testing ${key}`);
    });
  }
  const { default: ora } = await import('ora');
  const spinner = ora({ stream: host.stderr as NodeJS.WriteStream, discardStdin: false });
  let count = 0;
  try {
    return await work(({ key }, finding) => {
      if (finding === undefined) spinner.start(`testing ${key} (${++count} of ${models})`);
    });
  } finally {
    spinner.stop();
  }
}
