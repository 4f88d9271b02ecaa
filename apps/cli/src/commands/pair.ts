import { parseArgs } from "node:util";
import { adminCall, adminClient } from "../admin-client.ts";
import type { Command } from "../commands.ts";
import { exitCode } from "../errors.ts";
import { print, printJson } from "../output.ts";

const help = `beckon pair [--person NAME] [--role owner|operator|viewer] [--json]

Makes a pairing link and code, good for one phone or browser, for ten minutes. Open the link there, or
scan the code, or type the code in. Without --person the device is the owner's.
Runs on the server's machine; elsewhere with a BECKON_TOKEN of scope admin.

  beckon pair --person Ada --role operator
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { json: { type: "boolean" }, person: { type: "string" }, role: { type: "string" } },
  });
  const client = await adminClient();
  const { code, url, expiresAt } = await client.call({
    ...adminCall,
    method: "POST",
    path: "/api/pairing-codes",
    body: { person: values.person, role: values.role },
    schema: async () => (await import("@beckon/contracts/access")).pairingCode,
  });
  if (values.json) {
    printJson({ code, url, expiresAt });
    return exitCode.ok;
  }
  const { renderUnicodeCompact } = await import("uqr");
  print(`${renderUnicodeCompact(url)}\n\nOpen  ${url}\nCode  ${code}\nuntil ${new Date(expiresAt).toLocaleTimeString()}, for one device`);
  return exitCode.ok;
}
