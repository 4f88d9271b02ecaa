import { parseArgs } from "node:util";
import type { AuditCheck } from "@beckon/contracts/access";
import { adminClient } from "../admin-client.ts";
import type { Command } from "../commands.ts";
import { CliError, exitCode } from "../errors.ts";
import { print, printJson, say } from "../output.ts";

/** A long audit is read from its first row to its last. */
const patienceMs = 300_000;
const broken = 1;

const help = `beckon audit verify [--head HASH] [--json]

Checks that the audit is what was written down: each row against the chain of hashes over all rows. One line
for each row that was changed, moved, removed or put in later; exit 0 where it holds, 1 where it does not.
--head takes the head that an earlier run printed, and proves that nothing was cut off at the end since. Keep it
where the server cannot write.
Runs on the server's machine; elsewhere with a BECKON_TOKEN of scope admin.

  beckon audit verify --head 5f0c…
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: "boolean" }, head: { type: "string" } },
    allowPositionals: true,
  });
  if (positionals.length !== 1 || positionals[0] !== "verify")
    throw new CliError("beckon audit can verify", { hint: "try beckon audit --help" });
  const head = values.head?.trim().toLowerCase();
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head))
    throw new CliError("--head is no hash of 64 hexadecimal digits", { hint: "an earlier beckon audit verify printed it" });
  const client = await adminClient();
  const check = await client.call({
    timeoutMs: patienceMs,
    method: "GET",
    path: `/api/audit/verify${head === undefined ? "" : `?head=${head}`}`,
    schema: async () => (await import("@beckon/contracts/access")).auditCheck,
  });
  if (values.json) printJson(check);
  else tell(check);
  return check.faults === 0 ? exitCode.ok : broken;
}

function tell({ rows, unsealed, head, faults, problems }: AuditCheck): void {
  for (const { kind, detail } of problems) print(`${kind.replace("_", " ")}: ${detail}`);
  if (faults > problems.length) print(`and ${faults - problems.length} more`);
  if (faults > 0) {
    say(`beckon: the audit does not hold: ${faults === 1 ? "1 fault" : `${faults} faults`}`);
    return;
  }
  print(`the audit holds: ${rows === 1 ? "1 row" : `${rows} rows`}${unsealed > 0 ? `, the last ${unsealed} not sealed yet` : ""}`);
  if (head) print(`head ${head.hash}`);
}
