import { BeckonError, InvalidOptionError, RefusedError, UnauthorizedError, UnreachableError } from "@beckon/agent-client";
import { CliError, exitCode } from "./errors.ts";

/** One line, what to do about it, and the exit code, for anything a command can throw. */
export function explain(error: unknown, command?: string): { message: string; hint?: string; code: number } {
  if (error instanceof CliError) return { message: error.message, hint: error.hint, code: error.exitCode };
  if (error instanceof UnreachableError) {
    const hint = (error.status ?? 0) >= 500 ? "try again; the server's log says more" : "is the server running, and BECKON_URL right?";
    return { message: error.message, hint, code: exitCode.unreachable };
  }
  if (error instanceof UnauthorizedError) {
    const hint = "make a new one with: beckon token create --name NAME";
    return { message: `the server does not accept this token: ${error.message}`, hint, code: exitCode.wrongUse };
  }
  if (error instanceof RefusedError) {
    const fields = error.pointers.map(({ pointer, detail }) => `${pointer.replace(/^\//, "")} ${detail}`);
    return { message: `refused: ${[error.message, ...fields].join("; ")}`, code: exitCode.wrongUse };
  }
  if (error instanceof InvalidOptionError) {
    return { message: error.message, hint: "check BECKON_URL and BECKON_TOKEN", code: exitCode.wrongUse };
  }
  if (error instanceof BeckonError) return { message: error.message, code: exitCode.wrongUse };
  const { code, message } = error as NodeJS.ErrnoException;
  // What node:util says of a wrong command line, without its second sentence of advice.
  if (code?.startsWith("ERR_PARSE_ARGS")) {
    const fault = (message.split(/\.\s|\n/)[0] ?? message).replace(/\.$/, "");
    return { message: lowerFirst(fault), hint: command ? `try beckon ${command} --help` : "try beckon help", code: exitCode.wrongUse };
  }
  return { message: message || String(error), code: exitCode.wrongUse };
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
