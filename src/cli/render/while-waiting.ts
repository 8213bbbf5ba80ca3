import type { Context } from '../context.ts';

/** A wait shorter than this needs no sign that something happens. Milliseconds. */
const PATIENCE_MS = 400;

/** Shows a spinner at a terminal while a short wait of unknown length lasts, such as the loading of a model. */
export async function whileWaiting<T>(
  { host, printer }: Context,
  text: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!printer.interactive) return work();
  const { default: ora } = await import('ora');
  const spinner = ora({ text, stream: host.stderr as NodeJS.WriteStream, discardStdin: false });
  const timer = setTimeout(() => spinner.start(), PATIENCE_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    spinner.stop();
  }
}
