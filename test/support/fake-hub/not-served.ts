/** A request that is answered with an error, as the Hub words it. */
export class NotServed extends Error {
  readonly status: number;
  /** For the header `X-Error-Code`. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
