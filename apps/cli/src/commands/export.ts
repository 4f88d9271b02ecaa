import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { adminCall, adminClient } from "../admin-client.ts";
import type { Command } from "../commands.ts";
import { CliError, exitCode } from "../errors.ts";
import { print, printJson } from "../output.ts";

const hint = "try beckon export --help";

const help = `beckon export grafana [--out DIR] [--json]
beckon export prometheus-rules [--operator] [--out DIR] [--json]

grafana writes the dashboards, one file each, for Grafana's import or provisioning; without --out into this folder.
prometheus-rules prints the alerts as rules for Prometheus, or writes them; --operator: as a PrometheusRule.
Both have the bounds that people have set in the app. Runs on the server's machine; elsewhere with a BECKON_TOKEN of scope metrics or admin.

  beckon export grafana --out /var/lib/grafana/dashboards
  beckon export prometheus-rules > /etc/prometheus/beckon-rules.yaml
`;

export const command: Command = { help, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: "boolean" }, out: { type: "string" }, operator: { type: "boolean" } },
    allowPositionals: true,
  });
  const [what, ...rest] = positionals;
  if (rest.length > 0 || (what !== "grafana" && what !== "prometheus-rules"))
    throw new CliError("beckon export knows grafana and prometheus-rules", { hint });
  if (what === "grafana" && values.operator) throw new CliError("--operator is for prometheus-rules", { hint });
  const json = values.json ?? false;
  return what === "grafana" ? grafana(values.out ?? ".", json) : rules({ operator: values.operator ?? false, out: values.out, json });
}

async function grafana(out: string, json: boolean): Promise<number> {
  const client = await adminClient();
  const { items } = await client.call({
    ...adminCall,
    method: "GET",
    path: "/api/observability/grafana",
    schema: async () => (await import("@beckon/contracts/observability")).grafanaDashboards,
  });
  const written = [];
  // The server's word for a file is a name, and never a way to another folder.
  for (const { file, dashboard } of items)
    written.push(await write(out, file.replace(/[^\w.-]/g, "_"), `${JSON.stringify(dashboard, null, 2)}\n`));
  if (json) printJson({ files: written });
  else for (const path of written) print(path);
  return exitCode.ok;
}

async function rules({ operator, out, json }: { operator: boolean; out: string | undefined; json: boolean }): Promise<number> {
  const client = await adminClient();
  const { yaml } = await client.call({
    ...adminCall,
    method: "GET",
    path: `/api/observability/prometheus-rules?format=json&operator=${operator}`,
    schema: async () => (await import("@beckon/contracts/observability")).prometheusRules,
  });
  const path = out === undefined ? undefined : await write(out, operator ? "beckon-prometheus-rule.yaml" : "beckon-rules.yaml", yaml);
  if (json) printJson(path === undefined ? { yaml } : { files: [path] });
  else if (path === undefined) print(yaml.trimEnd());
  else print(path);
  return exitCode.ok;
}

async function write(folder: string, file: string, text: string): Promise<string> {
  const path = join(resolve(folder), file);
  await mkdir(resolve(folder), { recursive: true });
  await writeFile(path, text);
  return path;
}
