/** The exit codes of every command; `ask` and `wait` add their own meaning to 0 and 1. */
export const exitCode = { ok: 0, otherOption: 1, wrongUse: 2, expired: 3, unreachable: 4 } as const;

/** Ends the command with one line for the person, and a second one that says what to do. */
export class CliError extends Error {
  readonly exitCode: number;
  readonly hint: string | undefined;

  constructor(message: string, details: { exitCode?: number; hint?: string } = {}) {
    super(message);
    this.name = "CliError";
    this.exitCode = details.exitCode ?? exitCode.wrongUse;
    this.hint = details.hint;
  }
}
