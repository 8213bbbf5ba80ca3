/** Something about a model that can't be right, found by its self-test; the message says where and what. */
export class SelfTestFault extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SelfTestFault';
  }
}
