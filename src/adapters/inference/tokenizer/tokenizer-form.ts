/** What of a tokenizer.json is read here; the library reads the rest. */
export interface TokenizerForm {
  readonly normalizer: object | null;
  readonly added_tokens: readonly { readonly id: number; readonly content: string }[];
  readonly model: ModelForm;
}

export type ModelForm =
  | {
      readonly type: 'BPE';
      readonly vocab: Readonly<Record<string, number>>;
      readonly unk_token: string | null;
      /** Pairs in the order of their ranks: two strings, or in older files both in one with a space between. */
      readonly merges: readonly (string | readonly [string, string])[];
    }
  | {
      readonly type: 'WordPiece';
      readonly vocab: Readonly<Record<string, number>>;
      readonly unk_token: string | null;
    }
  | {
      readonly type: 'Unigram';
      /** Pieces with their scores; a piece's id is its place. */
      readonly vocab: readonly (readonly [string, number])[];
      readonly unk_id: number | null;
    };
