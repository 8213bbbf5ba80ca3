import { HeimdexError } from '../../domain/errors.ts';
import { type Clause, describes } from '../../domain/query/query.ts';
import type { Channel } from '../../domain/search-result.ts';
import type { SearchContext } from './search-context.ts';

/**
 * Which channels a clause asks, and whether they can be asked.
 *
 * @throws HeimdexError `usage` where the library lacks a channel that was asked for by name, or where the channels asked for
 *   can't find what the clause wants
 */
export function channelsOf(clause: Clause, context: SearchContext): Readonly<Record<Channel, boolean>> {
  const { store, text, channels } = context;
  const isDescribed = describes(clause);
  const isSaid = clause.said.wanted.length > 0;
  const isPictured = clause.pictures.length > 0;
  const isAsked = (channel: Channel) => channels === undefined || channels.has(channel);
  const isNamed = (channel: Channel) => channels?.has(channel) === true;
  if (isSaid && !isAsked('words')) throw leftOut('said: looks in the words that are said', 'words');
  if (isPictured && !isAsked('sight')) throw leftOut('a picture is looked for in what is seen', 'sight');
  const hasSpeech = text.hasSegments();
  if (isSaid && !hasSpeech && !text.hasListened()) throw lacks('nothing that is said', 'speech');
  const hasPictures = store.spaces().some(({ vectors }) => vectors > 0);
  const hasPassages = text.spaces().some(({ vectors }) => vectors > 0);
  if (isDescribed) {
    if (isNamed('sight') && !hasPictures) throw lacks('no pictures', 'sight');
    if (isNamed('words') && !hasSpeech && !text.hasListened()) throw lacks('nothing that is said', 'speech');
    if (isNamed('meaning') && !hasPassages) throw lacks('no vectors of what is said', 'speech');
  }
  const isOnlyPeople = !isDescribed && !isSaid && !isPictured;
  // A library of sound alone has no pictures to ask; one with nothing at all says what it lacks.
  const asksPictures = isPictured || (isDescribed && (hasPictures || !hasSpeech));
  const asks = {
    people: isOnlyPeople && isAsked('people'),
    words: isAsked('words') && (isSaid || (isDescribed && hasSpeech)),
    sight: isAsked('sight') && asksPictures,
    meaning: isAsked('meaning') && isDescribed && hasPassages,
  };
  if (!Object.values(asks).some(Boolean)) {
    if (isOnlyPeople) throw leftOut('person: is looked for among people', 'people');
    throw leftOut('a description is looked for in what is seen and said', 'sight');
  }
  return asks;
}

function leftOut(what: string, channel: Channel): HeimdexError {
  return new HeimdexError('usage', `${what}, and --channels leaves ${channel} out`, {
    hint: `add ${channel} to --channels, or leave that away`,
  });
}

function lacks(what: string, stage: string): HeimdexError {
  return new HeimdexError('usage', `the library holds ${what}`, {
    hint: `heimdex index FOLDER --only ${stage}`,
  });
}
