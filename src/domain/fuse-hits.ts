import type { Channel } from './search-result.ts';
import { fromSeconds, type Microseconds } from './time.ts';

/** A stretch of a video that one channel found. */
export interface ChannelHit {
  readonly channel: Channel;
  /** Place in the channel's own order, from 1. */
  readonly rank: number;
  readonly score: number;
  readonly video: number;
  readonly start: Microseconds;
  readonly end: Microseconds;
}

/** A moment with the hits that speak for it, one a channel. */
export interface FusedMoment<T> {
  readonly video: number;
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** 1 where it is the first of every channel. */
  readonly score: number;
  /** The hit with the best rank first. */
  readonly hits: readonly T[];
}

export interface FuseOptions {
  /** Channels that were asked, whether they found anything or not. */
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
    .map((hit) => ({ hit, moment: gather(hit, byVideo.get(hit.video)!, options.channels.length) }))
    .filter(
      ({ moment }) =>
        options.required === undefined || moment.hits.some(({ channel }) => channel === options.required),
    );
  candidates.sort(
    (a, b) => byScore(a.moment, b.moment) || lengthOf(a.hit) - lengthOf(b.hit) || byPlace(a.hit, b.hit),
  );
  const moments: FusedMoment<T>[] = [];
  const taken = new Map<number, FusedMoment<T>[]>();
  for (const { hit, moment } of candidates) {
    if (moments.length >= options.limit) break;
    const others = taken.get(hit.video) ?? [];
    if (others.some((other) => overlaps(other, hit))) continue;
    moments.push(moment);
    taken.set(hit.video, [...others, moment]);
  }
  return moments;
}

function gather<T extends ChannelHit>(center: T, others: readonly T[], channels: number): FusedMoment<T> {
  const best = new Map<Channel, T>([[center.channel, center]]);
  for (const hit of others) {
    if (hit.channel === center.channel || hit.start > center.end + NEAR || hit.end < center.start - NEAR)
      continue;
    const known = best.get(hit.channel);
    if (known === undefined || hit.rank < known.rank) best.set(hit.channel, hit);
  }
  const hits = [...best.values()].sort((a, b) => a.rank - b.rank || byChannel(a, b));
  let { start, end } = center;
  for (const hit of hits) {
    const [from, to] = [Math.min(start, hit.start), Math.max(end, hit.end)];
    if (to - from <= LONGEST) [start, end] = [from, to];
  }
  const sum = hits.reduce((total, { rank }) => total + 1 / (K + rank), 0);
  return { video: center.video, start, end, score: (sum * (K + 1)) / channels, hits };
}

function overlaps(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return Math.max(a.start, b.start) < Math.min(a.end, b.end) || a.start === b.start;
}

function byScore(a: { score: number }, b: { score: number }): number {
  return b.score - a.score;
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
