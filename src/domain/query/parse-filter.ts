import { globMatcher } from '../glob.ts';
import { parseDate } from '../parse-date.ts';
import { parseDuration } from '../parse-duration.ts';
import { languageCode } from '../speech/language-code.ts';
import { fromSeconds } from '../time.ts';
import type { Filter } from './filter.ts';
import { queryError } from './query-error.ts';
import type { Field, WordToken } from './tokens-of.ts';

type FilterField = Exclude<Field, 'said' | 'person'>;

/** An example for each, and whether a minus before it has a meaning. */
const FORMS: Readonly<Record<FilterField, { readonly example: string; readonly mayBeUnwanted: boolean }>> = {
  in: { example: 'in:"2024/**/*.mp4"', mayBeUnwanted: true },
  on: { example: 'on:archive', mayBeUnwanted: true },
  lang: { example: 'lang:ko', mayBeUnwanted: true },
  before: { example: 'before:2024-05', mayBeUnwanted: false },
  after: { example: 'after:2024-05-17', mayBeUnwanted: false },
  longer: { example: 'longer:10m', mayBeUnwanted: false },
  shorter: { example: 'shorter:90s', mayBeUnwanted: false },
};

/**
 * Reads what a search is narrowed to.
 *
 * @throws HeimdexError `usage` where nothing follows, or it is none of what the field takes
 */
export function parseFilter(token: WordToken & { readonly field: FilterField }): Filter {
  const { field, text, sign, column } = token;
  const { example, mayBeUnwanted } = FORMS[field];
  const refuse = (message: string) => queryError(column, message, `such as ${example}`);
  if (text.trim() === '') throw refuse(`nothing follows ${field}:`);
  if (sign === -1 && !mayBeUnwanted) throw refuse(`${field}: takes no minus before it`);
  const common = { column, isWanted: sign === 1 };
  switch (field) {
    case 'in':
      requirePattern(text, refuse);
      return { ...common, field, pattern: text };
    case 'on':
      return { ...common, field, volume: text };
    case 'lang': {
      const language = languageCode(text);
      if (language === undefined) throw refuse(`lang: wants a code of ISO 639, and ${text} is none`);
      return { ...common, field, language };
    }
    case 'before':
    case 'after': {
      const date = parseDate(text);
      if (date === undefined) throw refuse(`${field}: wants a date, and ${text} is none`);
      return { ...common, field, time: date.start };
    }
    default: {
      const seconds = parseDuration(text);
      if (seconds === undefined) throw refuse(`${field}: wants a length of time, and ${text} is none`);
      return { ...common, field, length: fromSeconds(seconds) };
    }
  }
}

function requirePattern(pattern: string, refuse: (message: string) => Error): void {
  try {
    globMatcher(pattern);
  } catch {
    throw refuse(`${pattern} is no path pattern`);
  }
}
