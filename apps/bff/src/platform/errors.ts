/** What a slice throws when the caller, not the server, is at fault. Turned to problem+json in one place. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: string;
  readonly status: number;
  readonly detail: string | undefined;
  /** Members added to the problem, such as the decision that stands. */
  readonly extra: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(kind: ErrorKind, options: ErrorOptionsOf = {}) {
    super(kind.title);
    this.code = kind.code;
    this.status = kind.status;
    this.detail = options.detail;
    this.extra = options.extra ?? {};
    this.headers = options.headers ?? {};
  }
}

export type ErrorKind = { code: string; status: number; title: string };
type ErrorOptionsOf = { detail?: string; extra?: Record<string, unknown>; headers?: Record<string, string> };

/** `const notFound = defineError({ code: "decision.not_found", status: 404, title: "…" })`, then `throw notFound()`. */
export const defineError = (kind: ErrorKind) => (options?: ErrorOptionsOf) => new DomainError(kind, options);

/** A start that cannot succeed: one line for the terminal, with the fix, and no stack. */
export class StartError extends Error {
  override readonly name = "StartError";
}
