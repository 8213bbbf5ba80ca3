/** A digest of bytes that come piece by piece. */
export interface RunningDigest {
  update(chunk: Uint8Array | string): void;
  /** Lower-case hex digits; ends the digest. */
  hex(): string;
}

export interface Digests {
  sha256(): RunningDigest;
  /** Git's name for a content of so many bytes: the sha1 of `blob SIZE\0` and the content. */
  gitSha1(bytes: number): RunningDigest;
}
