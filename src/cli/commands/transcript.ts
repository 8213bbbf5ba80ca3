import { Option } from 'commander';
import type { SegmentSource } from '../../domain/speech/segment.ts';
import type { AddCommand } from '../context.ts';
import { type CommonOptions, withCommonOptions, withExamples } from '../options.ts';

interface TranscriptOptions extends CommonOptions {
  readonly format?: 'txt' | 'srt' | 'vtt' | 'json';
  readonly output?: string;
  readonly source?: SegmentSource;
  readonly language?: string;
}

/** `heimdex transcript` */
export const addTranscriptCommand: AddCommand = (program, run) => {
  const command = program
    .command('transcript')
    .description('What is said in a video, as text or as subtitles.')
    .argument('<video>', 'a path, or the end of one')
    .addOption(
      new Option(
        '--format <form>',
        'txt with times, srt, vtt or json (default: by the ending of -o, else txt)',
      ).choices(['txt', 'srt', 'vtt', 'json']),
    )
    .option('-o, --output <file>', 'write it to a file instead; one of that name is replaced')
    .addOption(
      new Option(
        '--source <name>',
        'what a model heard (speech), a subtitle track in the file (track), or a file beside it (sidecar)',
      ).choices(['speech', 'track', 'sidecar']),
    )
    .option('--language <code>', 'the text of this language, such as ko, where there are several');
  withCommonOptions(command, { library: true });
  withExamples(
    command,
    'heimdex transcript holiday.mp4',
    'heimdex transcript videos/holiday.mp4 -o holiday.srt',
    'heimdex transcript holiday.mp4 --source track --language ko --format vtt',
    'heimdex transcript holiday.mp4 --json',
  );
  command.action(async (named: string, options: TranscriptOptions) => {
    await run(options, async (context) => {
      const { runTranscript } = await import('../wiring/transcript.ts');
      return runTranscript(context, {
        named,
        format: options.format,
        output: options.output,
        source: options.source,
        language: options.language,
      });
    });
  });
};
