import { type Command, InvalidArgumentError, Option } from 'commander';
import type { SubtitleUse } from '../../app/stages/run-speech.ts';
import { parseAlternative } from '../../domain/manifest/select-models.ts';
import { parseStage, STAGES, type Stage } from '../../domain/stages.ts';
import type { AddCommand } from '../context.ts';
import {
  type CommonOptions,
  duration,
  wholeNumber,
  withCommonOptions,
  withExamples,
  withModels,
} from '../options.ts';

interface IndexOptions extends CommonOptions {
  readonly profile?: string;
  readonly reindex?: Stage | true;
  readonly priority: 'low' | 'normal';
  readonly dryRun?: true;
  readonly budget?: number;
  readonly watch?: true;
  readonly settle: number;
  readonly poll?: number;
  readonly threads?: number;
  readonly hwaccel: 'none' | 'auto';
  readonly wait?: number;
  readonly only?: readonly Stage[];
  readonly with?: readonly string[];
  readonly subtitles: SubtitleUse;
  readonly audioTrack: 'default' | 'all' | number;
  readonly language?: string;
}

export const addIndexCommand: AddCommand = (program, run) => {
  const command: Command = program
    .command('index')
    .description(
      'Index folders and files of video into the library. Run it again at any time: only what changed is done.',
    )
    .argument('<folder|file...>', 'what to index')
    .option('--profile <name>', 'the profile whose model is used (default: the best installed one)')
    .addOption(
      new Option(
        '--reindex [stage]',
        `do again what is done already: all stages, or one (${STAGES.join(', ')})`,
      ).argParser(parseStage),
    )
    .addOption(
      new Option('--only <stages>', `only these stages: ${STAGES.join(',')}`).argParser((text: string) =>
        text.split(',').map((name) => parseStage(name.trim())),
      ),
    )
    .addOption(withModels())
    .option('--dry-run', 'say what would be done, and how long it would take; nothing is written')
    .addOption(
      new Option(
        '--budget <time>',
        'begin no video that would end after this time, such as 90m, 2h or 1h30m',
      ).argParser(duration),
    )
    .addOption(
      new Option(
        '--threads <n>',
        'threads for inference, and as many for decoding (default: all cores)',
      ).argParser(wholeNumber(1, 1024)),
    );
  command.addOption(
    new Option('--hwaccel <how>', 'auto: the graphics hardware decodes what it can')
      .choices(['none', 'auto'])
      .default('none'),
  );
  command.addOption(
    new Option('--priority <level>', 'low: give way to other programs')
      .choices(['low', 'normal'])
      .default('low'),
  );
  command
    .addOption(
      new Option('--watch', 'follow the folders: index what comes, until Ctrl-C').conflicts([
        'dryRun',
        'budget',
      ]),
    )
    .addOption(
      new Option('--settle <time>', 'with --watch: a file waits until it has not changed for so long')
        .argParser(duration)
        .default(5, '5s'),
    )
    .addOption(
      new Option(
        '--poll <time>',
        'with --watch: look through all so often instead, such as 10m: for network drives that tell no changes',
      ).argParser(duration),
    )
    .addOption(
      new Option(
        '--wait <seconds>',
        'how long to wait for another heimdex that writes to the library (default: not at all)',
      ).argParser(wholeNumber(0, 86_400)),
    );
  addSpeechOptions(command);
  withCommonOptions(command, { library: true, longWork: true });
  withExamples(
    command,
    'heimdex index ./videos',
    'heimdex index ./videos/holiday.mp4 --db holiday.db',
    'heimdex index /media/archive --dry-run',
    'heimdex index /media/archive --budget 2h',
    'heimdex index ~/Movies /mnt/nas --watch --poll 10m',
    'heimdex index ~/Movies --json > report.json',
  );
  command.action(async (roots: string[], options: IndexOptions) => {
    await run(options, async (context) => {
      const named = {
        roots,
        profile: options.profile,
        reindex: stagesOf(options.reindex),
        lowPriority: options.priority === 'low',
        budget: options.budget,
        threads: options.threads ?? 0,
        hwaccel: options.hwaccel,
        wait: options.wait,
        only: STAGES.filter((stage) => options.only?.includes(stage) ?? true),
        named: options.only ?? [],
        alternatives: new Map((options.with ?? []).map(parseAlternative)),
        speech: {
          subtitles: options.subtitles,
          audioTrack: options.audioTrack,
          language: options.language,
        },
        remember: true,
      };
      if (options.dryRun) {
        const { runIndexPlan } = await import('../wiring/plan-index.ts');
        return runIndexPlan(context, named);
      }
      if (options.watch) {
        const { runWatch } = await import('../wiring/watch.ts');
        return runWatch(context, { ...named, settle: options.settle, poll: options.poll });
      }
      const { runIndex } = await import('../wiring/index.ts');
      return runIndex(context, named);
    });
  });
};

function addSpeechOptions(command: Command): void {
  command
    .addOption(
      new Option(
        '--subtitles <use>',
        'prefer: do not listen where there are subtitles; also: keep both; ignore: only listen',
      )
        .choices(['prefer', 'also', 'ignore'])
        .default('prefer'),
    )
    .addOption(
      new Option('--audio-track <track>', 'the audio track to listen to: its number from 1, or all')
        .argParser(audioTrack)
        .default('default', 'the one that players take'),
    )
    .addOption(
      new Option(
        '--language <code>',
        'the language that is spoken, such as en or ko (default: told from the sound)',
      ).argParser(languageCode),
    );
}

function audioTrack(text: string): 'all' | number {
  return text === 'all' ? text : wholeNumber(1, 1000)(text);
}

function languageCode(text: string): string {
  if (/^[a-z]{2,3}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a code such as en or ko.');
}

/** The stages that an option without a value stands for are all. */
function stagesOf(reindex: Stage | true | undefined): readonly Stage[] {
  if (reindex === undefined) return [];
  return reindex === true ? STAGES : [reindex];
}
