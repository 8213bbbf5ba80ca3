import type { Space } from '../space.ts';
import type { Microseconds } from '../time.ts';
import type { FacePlace, PlacedFace } from '../track.ts';
import type { UnitVector } from '../vector.ts';

/** A person as a library knows one. */
export interface Person {
  readonly id: number;
  /** Undefined while nobody has said who it is. */
  readonly name: string | undefined;
}

/** A track as people are made of it. */
export interface StoredTrack {
  readonly id: number;
  readonly video: number;
  /** When its faces are, in order. */
  readonly times: readonly Microseconds[];
  /** Of its best face. */
  readonly place: FacePlace;
  /** Of its best face, 0–1. */
  readonly quality: number;
  /** In the space asked for. */
  readonly vector: UnitVector | undefined;
  readonly person: number | undefined;
}

/** What the user said of a face: whose it is, or that it is, or is not, the same person's as another one. */
export type PersonDecision =
  | { readonly kind: 'is'; readonly place: FacePlace; readonly person: number }
  | { readonly kind: 'same' | 'apart'; readonly place: FacePlace; readonly other: FacePlace };

/** A face in a photo that the user gave for a person. */
export interface PersonReference {
  readonly person: number;
  /** False: somebody who is not to be taken for the person. */
  readonly same: boolean;
  /** SHA-256 of the photo's bytes. */
  readonly photo: Uint8Array;
  /** A WebP picture of the face. */
  readonly thumbnail: Uint8Array;
  readonly vector: UnitVector;
}

/** The people of a library. */
export interface PeopleStore {
  /** The spaces that hold vectors of tracks. */
  spaces(): readonly Space[];
  people(): readonly Person[];
  /** In the order of their numbers; vectors of one space. */
  tracks(space: Space | undefined): readonly StoredTrack[];
  /** Where the faces of some videos' tracks are. */
  facesOf(videos: readonly number[]): readonly PlacedFace[];
  /** A WebP picture. */
  thumbnailOf(track: number): Uint8Array;
  /** The oldest first. */
  decisions(): readonly PersonDecision[];
  references(space: Space | undefined): readonly PersonReference[];
  /** Runs changes in one transaction; all of them or none. */
  change<T>(work: (changes: PeopleChanges) => T): T;
}

/** What can be changed, all in one transaction. */
export interface PeopleChanges {
  /** @returns the number of a new person */
  addPerson(name?: string): number;
  namePerson(person: number, name: string | undefined): void;
  /** With its memberships, decisions that name it, and references. */
  removePerson(person: number): void;
  /** Gives what the user said of a person, and the references, to another one. */
  passOn(from: number, to: number): void;
  /** Whose track each is; undefined for nobody's. */
  putMemberships(people: ReadonlyMap<number, number | undefined>): void;
  addDecision(decision: PersonDecision): void;
  addReference(space: Space, reference: PersonReference): void;
  /** Removes tracks with all that is known of them; their faces are never kept again. What is removed is overwritten. */
  forgetTracks(tracks: readonly number[]): void;
  /** Removes everything about faces and people. What is removed is overwritten. */
  forgetAll(): void;
}
