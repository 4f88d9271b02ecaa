import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { OutcomeCheck, OutcomeFinding } from "@beckon/contracts/outcome-checks";
import { repositoryName } from "@beckon/contracts/repository-name";
import { adminCall, adminClient } from "../admin-client.ts";
import type { Command } from "../commands.ts";
import { workingDirectory } from "../environment.ts";
import { CliError, exitCode } from "../errors.ts";
import { checkOutcome } from "../outcomes/check-outcome.ts";
import { openGit } from "../outcomes/git.ts";
import { printJson, printTable, say } from "../output.ts";

const help = `beckon outcomes check [DIR] [--repository NAME] [--dry-run] [--json]

Looks in a repository whether accepted results still stand: merged, squashed, rebased or cherry-picked,
taken back, put back, or written anew, and how many of their lines are left after 30 days at the latest.
What it finds goes to the server as evidence, which writes their value down. It only reads: no hook, no
program of the repository's own is run, nothing is fetched (fetch before, to see what is new).

  --repository NAME  as the server knows it, where "origin" is another: github.com/acme/shop
  --dry-run          say what is found, and report nothing
  --json             the findings as JSON

Runs on the server's machine; elsewhere with a BECKON_TOKEN of scope admin.

  beckon outcomes check ~/src/shop
`;

export const command: Command = { help, run };

const hint = "try beckon outcomes --help";
const perReport = 100;

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { repository: { type: "string" }, "dry-run": { type: "boolean" }, json: { type: "boolean" } },
    allowPositionals: true,
  });
  const [action, folder, ...rest] = positionals;
  if (action !== "check") throw new CliError("beckon outcomes can check", { hint });
  if (rest.length > 0) throw new CliError(`"${rest[0]}" stands alone`, { hint });
  const place = resolve(workingDirectory(), folder ?? ".");
  const git = openGit(place);
  if ((await git.maybe("rev-parse", "--git-dir")) === undefined) throw new CliError(`${place} is in no git repository`);
  const repository = values.repository ?? named(await git.maybe("remote", "get-url", "origin"));
  if (repository === undefined) throw new CliError("it has no remote that others could mean too", { hint: "name it with --repository" });
  const client = await adminClient();
  const results: (OutcomeFinding & { title: string; d?: number | undefined })[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const query = new URLSearchParams({ repository, ...(cursor === undefined ? {} : { cursor }) });
    const page = await client.call({
      ...adminCall,
      method: "GET",
      path: `/api/outcomes/checks?${query}`,
      schema: async () => (await import("@beckon/contracts/outcome-checks")).outcomeChecks,
    });
    cursor = page.cursor;
    for (let from = 0; from < page.items.length; from += perReport) results.push(...(await look(page.items.slice(from, from + perReport))));
  }
  if (values.json) printJson({ repository, items: results });
  else if (results.length === 0) say(`no outcomes of ${repository} are known`);
  else printTable(["OUTCOME", "FOUND", "HOW", "LINES", "STANDS", "TITLE"], results.map(rowOf));
  return exitCode.ok;

  async function look(checks: OutcomeCheck[]) {
    const found: (OutcomeFinding & { title: string; d?: number | undefined })[] = [];
    for (const check of checks)
      for (const one of await checkOutcome(git, check, repositoryName(repository ?? "") ?? (repository as string)))
        found.push({ ...one, title: check.title });
    if (values["dry-run"] || found.length === 0) return found;
    const { results: taken } = await client.call({
      ...adminCall,
      method: "POST",
      path: "/api/outcomes/checks",
      body: { repository, findings: found.map(({ title: _, d: __, ...finding }) => finding) },
      schema: async () => (await import("@beckon/contracts/outcome-checks")).outcomeFindingsAnswer,
    });
    return found.map((one) => ({ ...one, d: taken.find(({ id }) => id === one.id)?.d }));
  }
}

const named = (remote: string | undefined) => (remote === undefined ? undefined : repositoryName(remote.trim()));

const percent = (d: number | undefined) => (d === undefined ? "" : `${Math.floor(d / 10_000)} %`);

const rowOf = ({ id, state, how, lines, d, title }: OutcomeFinding & { title: string; d?: number | undefined }) => [
  id,
  state,
  how ?? "",
  lines ? `${lines.left}/${lines.made}` : "",
  percent(d),
  title.slice(0, 80),
];
