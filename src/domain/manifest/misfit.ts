/** Something wrong with a manifest, and the place where, such as `models.a.files[3].path`; "" is the whole of it. */
export class Misfit extends Error {
  readonly place: string;

  constructor(place: string, message: string) {
    super(message);
    this.name = 'Misfit';
    this.place = place;
  }
}
