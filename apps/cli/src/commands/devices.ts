import { parseArgs } from "node:util";
import { adminCall, adminClient } from "../admin-client.ts";
import type { Command } from "../commands.ts";
import { CliError, exitCode } from "../errors.ts";
import { oneId } from "../one-id.ts";
import { printJson, printTable, say } from "../output.ts";
import { pageOf } from "../page-of.ts";

const hint = "try beckon devices --help";

const help = `beckon devices [list] [--json]
beckon devices revoke ID [--json]

list shows the paired phones and browsers, when they were last seen, and whether pushes arrive.
revoke ends a device's session and its notifications at once.
Runs on the server's machine; elsewhere with a BECKON_TOKEN of scope admin.

  beckon devices revoke dev_0123456789abcdefghijkl
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: "boolean" } }, allowPositionals: true });
  const [action = "list", ...rest] = positionals;
  const json = values.json ?? false;
  if (action === "revoke") return revoke(oneId({ positionals: rest, prefix: "dev", command: "devices revoke" }), json);
  if (action === "list" && rest.length === 0) return list(json);
  throw new CliError("beckon devices can list or revoke", { hint });
}

async function list(json: boolean): Promise<number> {
  const client = await adminClient();
  const { items } = await client.call({
    ...adminCall,
    method: "GET",
    path: "/api/devices",
    schema: async () => pageOf((await import("@beckon/contracts/access")).device),
  });
  if (json) printJson({ items });
  else if (items.length === 0) say("no device is paired yet; pair one with: beckon pair");
  else {
    const push = { none: "off", active: "on", gone: "gone" };
    const rows = items.map((device) => [
      device.id,
      device.name,
      device.person.name,
      device.person.role,
      device.lastSeenAt,
      push[device.push.state],
      device.revokedAt ?? "",
    ]);
    printTable(["ID", "NAME", "PERSON", "ROLE", "LAST SEEN", "PUSH", "REVOKED"], rows);
  }
  return exitCode.ok;
}

async function revoke(id: string, json: boolean): Promise<number> {
  const client = await adminClient();
  await client.call({ ...adminCall, method: "DELETE", path: `/api/devices/${id}` });
  if (json) printJson({ id, revoked: true });
  else say(`${id} is revoked`);
  return exitCode.ok;
}
