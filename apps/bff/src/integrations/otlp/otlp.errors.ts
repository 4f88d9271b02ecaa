/** A request that is refused as a whole. `retryAfter`: seconds, only where a retry may succeed. */
export class OtlpRefusal extends Error {
  override readonly name = "OtlpRefusal";
  readonly status: 400 | 413 | 415 | 503;
  readonly retryAfter: number | undefined;

  constructor(status: OtlpRefusal["status"], message: string, retryAfter?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}
