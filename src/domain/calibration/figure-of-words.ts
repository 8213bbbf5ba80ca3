/**
 * The chance that a sentence is what a query in plain words asks for, 0…1: the square of the share of the query's information
 * that it says (`WordScore.share`). All of it is 1; what a query's commonest words alone say is next to nothing.
 */
export function figureOfWords(share: number): number {
  return share * share;
}
