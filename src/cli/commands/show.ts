import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

interface ShowOptions extends CommonOptions {
  readonly output?: string;
}

export const addShowCommand: AddCommand = (program, run) => {
  const command = program
    .command('show')
    .description('What the library knows of a moment: its nearest frame, and where the video lies.')
    .argument('<video@time>', 'a path, or the end of one, and a time: 83.4, 1:23.4 or 0:01:23')
    .option('-o, --output <file>', 'write the frame’s thumbnail to a .webp, .png or .jpg file');
  withCommonOptions(command, { library: true });
  withExamples(
    command,
    'heimdex show holiday.mp4@83.4',
    'heimdex show videos/holiday.mp4@1:23.4 -o beach.png',
    'heimdex show holiday.mp4@0:01:23 --json',
  );
  command.action(async (named: string, options: ShowOptions) => {
    await run(options, async (context) => {
      const { runShow } = await import('../wiring/show.ts');
      return runShow(context, { named, output: options.output });
    });
  });
};
