import { loadSpool } from "@beckon/agent-client";
import type { UnreachableError } from "@beckon/agent-client";
import type { DecisionRequestInput } from "@beckon/contracts/decisions";
import { CliError, exitCode } from "./errors.ts";
import { printJson, say } from "./output.ts";

type Kept = { url: string; input: DecisionRequestInput; idempotencyKey: string; error: UnreachableError; json: boolean };

/** Writes the question to the spool and says so. A question that is wrong in itself is refused instead. */
export async function keepForLater(question: Kept): Promise<number> {
  const { url, input, idempotencyKey, error } = question;
  const { decisionRequestInput } = await import("@beckon/contracts/decisions");
  const checked = decisionRequestInput.safeParse(input);
  if (!checked.success) {
    const faults = checked.error.issues.map(({ path, message }) => `${path.join("/")} ${message}`);
    throw new CliError(`the question is wrong: ${faults.join("; ")}`, { hint: "try beckon ask --help" });
  }
  const { spoolDirectory, spoolRequest } = await loadSpool();
  const directory = spoolDirectory();
  const entry = await spoolRequest(directory, { url, input, idempotencyKey }).catch((cause: Error) => {
    throw new CliError(`${error.message}, and the question could not be kept: ${cause.message}`, {
      exitCode: exitCode.unreachable,
      hint: "set BECKON_SPOOL_DIR to a folder that can be written",
    });
  });
  say(`beckon: ${error.message}; the question is kept and will be sent with the next call, or with: beckon spool send`);
  if (question.json) printJson({ spooled: true, file: entry.file, idempotencyKey, expiresAt: entry.input.expiresAt });
  return exitCode.unreachable;
}
