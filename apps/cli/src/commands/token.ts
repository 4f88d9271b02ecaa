import { parseArgs } from "node:util";
import { adminCall, adminClient } from "../admin-client.ts";
import type { Command } from "../commands.ts";
import { CliError, exitCode } from "../errors.ts";
import { oneId } from "../one-id.ts";
import { print, printJson, printTable, say } from "../output.ts";
import { pageOf } from "../page-of.ts";

const SCOPES = ["agent", "host", "metrics", "admin"];
const hint = "try beckon token --help";

const help = `beckon token create --name NAME [--scope agent|host|metrics|admin] [--json]
beckon token list [--json]
beckon token revoke ID [--json]

create prints the new token, and nothing else, on stdout; it is shown this once, the server keeps its
hash. An agent needs scope agent, which is the default. A revoked token is refused from then on.
Runs on the server's machine; elsewhere with a BECKON_TOKEN of scope admin.

  export BECKON_TOKEN=$(beckon token create --name laptop)
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: "boolean" }, name: { type: "string" }, scope: { type: "string" } },
    allowPositionals: true,
  });
  const [action, ...rest] = positionals;
  const json = values.json ?? false;
  if (action !== "create" && (values.name ?? values.scope) !== undefined)
    throw new CliError("--name and --scope belong to create", { hint });
  if (action === "revoke") return revoke(oneId({ positionals: rest, prefix: "tok", command: "token revoke" }), json);
  if (rest.length > 0) throw new CliError(`"${rest[0]}" stands alone`, { hint });
  if (action === "create") return create({ name: values.name, scope: values.scope, json });
  if (action === "list") return list(json);
  throw new CliError("beckon token can create, list or revoke", { hint });
}

async function create(wish: { name?: string; scope?: string; json: boolean }): Promise<number> {
  const { name, scope } = wish;
  if (!name) throw new CliError("a token needs --name", { hint: "such as --name laptop" });
  if (scope !== undefined && !SCOPES.includes(scope)) throw new CliError(`--scope "${scope}" is none of ${SCOPES.join(", ")}`, { hint });
  const client = await adminClient();
  const created = await client.call({
    ...adminCall,
    method: "POST",
    path: "/api/tokens",
    body: { name, scope },
    schema: async () => (await import("@beckon/contracts/access")).createdToken,
  });
  if (wish.json) printJson({ id: created.id, token: created.token });
  else {
    print(created.token);
    say(`${created.id}, scope ${created.scope}: shown this once. The agent needs it as BECKON_TOKEN`);
  }
  return exitCode.ok;
}

async function list(json: boolean): Promise<number> {
  const client = await adminClient();
  const { items } = await client.call({
    ...adminCall,
    method: "GET",
    path: "/api/tokens",
    schema: async () => pageOf((await import("@beckon/contracts/access")).token),
  });
  if (json) printJson({ items });
  else if (items.length === 0) say("no tokens yet; make one with: beckon token create --name laptop");
  else {
    const rows = items.map((token) => [
      token.id,
      token.name,
      token.scope,
      token.createdAt,
      token.lastUsedAt ?? "never",
      token.revokedAt ?? "",
    ]);
    printTable(["ID", "NAME", "SCOPE", "CREATED", "LAST USED", "REVOKED"], rows);
  }
  return exitCode.ok;
}

async function revoke(id: string, json: boolean): Promise<number> {
  const client = await adminClient();
  await client.call({ ...adminCall, method: "DELETE", path: `/api/tokens/${id}` });
  if (json) printJson({ id, revoked: true });
  else say(`${id} is revoked`);
  return exitCode.ok;
}
