import { overlaps, type Stretch } from './overlaps.ts';
import type { Channel } from './search-result.ts';
import { fromSeconds, type Microseconds } from './time.ts';

/** A stretch of a video that one channel found. */
export interface ChannelHit extends Stretch {
  readonly channel: Channel;
  /** Place in the channel's own order, from 1. */
  readonly rank: number;
  readonly score: number;
  readonly video: number;
}

/** A moment with the hits that speak for it, one a channel. */
export interface FusedMoment<T> extends Stretch {
  readonly video: number;
  /** 1 where it is the first of every channel. */
  readonly score: number;
  /** The hit with the best rank first. */
  readonly hits: readonly T[];
}

export interface FuseOptions {
  /** Channels that found anything. */
  readonly channels: readonly Channel[];
  /** A channel without a hit of which nothing is a moment. */
  readonly required?: Channel;
  readonly limit: number;
}

/** Reciprocal rank fusion: the constant of Cormack, Clarke and Büttcher (2009). */
const K = 60;
/** Picture and word of one event seldom come in the same instant. */
const NEAR: Microseconds = fromSeconds(2);
/** A hit that speaks for a moment widens it up to this length: a shot may last for an hour. */
const LONGEST: Microseconds = fromSeconds(30);
/** Of two hits with the same rank the one that names its moment most exactly comes first. */
const ORDER: readonly Channel[] = ['words', 'sight', 'meaning'];

/**
 * Makes moments of the hits of several channels, best first. Each hit, with the best hit of each other channel that
 * overlaps it or lies within two seconds, would be a moment; of those that overlap the best one is taken, and of equal
 * ones the shortest.
 */
export function fuseHits<T extends ChannelHit>(hits: readonly T[], options: FuseOptions): FusedMoment<T>[] {
  const byVideo = new Map<number, T[]>();
  for (const hit of hits) {
    const list = byVideo.get(hit.video);
    if (list === undefined) byVideo.set(hit.video, [hit]);
    else list.push(hit);
  }
  const candidates = hits
    .map((hit) => gather(hit, byVideo.get(hit.video)!, options.channels.length))
    .filter(
      ({ hits: why }) =>
        options.required === undefined || why.some(({ channel }) => channel === options.required),
    )
    .sort(
      (a, b) => b.score - a.score || lengthOf(a.center) - lengthOf(b.center) || byPlace(a.center, b.center),
    );
  const moments: FusedMoment<T>[] = [];
  const taken = new Map<number, Stretch[]>();
  for (const { center, score, hits: why } of candidates) {
    if (moments.length >= options.limit) break;
    const others = taken.get(center.video) ?? [];
    if (others.some((other) => overlaps(other, center))) continue;
    const stretch = widen(center, why, others);
    moments.push({ video: center.video, ...stretch, score, hits: why });
    taken.set(center.video, [...others, stretch]);
  }
  return moments;
}

/** The best hit of each channel that lies where one hit does. */
function gather<T extends ChannelHit>(
  center: T,
  others: readonly T[],
  channels: number,
): { center: T; score: number; hits: T[] } {
  const best = new Map<Channel, T>([[center.channel, center]]);
  for (const hit of others) {
    if (hit.channel === center.channel || hit.start > center.end + NEAR || hit.end < center.start - NEAR)
      continue;
    const known = best.get(hit.channel);
    if (known === undefined || hit.rank < known.rank) best.set(hit.channel, hit);
  }
  const hits = [...best.values()].sort((a, b) => a.rank - b.rank || byChannel(a, b));
  const sum = hits.reduce((total, { rank }) => total + 1 / (K + rank), 0);
  return { center, score: (sum * (K + 1)) / channels, hits };
}

/** From one hit to all that speak for the moment, as far as it stays short and reaches into no other. */
function widen(center: Stretch, hits: readonly Stretch[], others: readonly Stretch[]): Stretch {
  let stretch: Stretch = { start: center.start, end: center.end };
  for (const hit of hits) {
    const wider = { start: Math.min(stretch.start, hit.start), end: Math.max(stretch.end, hit.end) };
    const fits = wider.end - wider.start <= LONGEST && !others.some((other) => overlaps(other, wider));
    if (fits) stretch = wider;
  }
  return stretch;
}

function lengthOf({ start, end }: ChannelHit): number {
  return end - start;
}

function byChannel(a: ChannelHit, b: ChannelHit): number {
  return ORDER.indexOf(a.channel) - ORDER.indexOf(b.channel);
}

/** So that results never depend on storage. */
function byPlace(a: ChannelHit, b: ChannelHit): number {
  return a.video - b.video || a.start - b.start || byChannel(a, b);
}
