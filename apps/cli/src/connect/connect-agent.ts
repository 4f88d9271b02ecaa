import type { AgentSetup } from "@beckon/agent-setup/setup";
import { CliError, exitCode } from "../errors.ts";
import { serverUrl } from "../environment.ts";
import { print, printJson, say } from "../output.ts";
import { admin, isStillTaken, tokenFor } from "./agent-token.ts";
import { carryOut } from "./carry-out.ts";
import { confirm } from "./confirm.ts";
import { readKnown } from "./connection-file.ts";
import type { Known } from "./connection-file.ts";
import { connectionOf, machineName } from "./connection-of.ts";
import { firstSign } from "./first-sign.ts";
import type { ConnectOptions } from "./options.ts";
import { planConnect } from "./plan.ts";
import type { Plan } from "./plan.ts";
import { showDifference } from "./show-difference.ts";

/** Stands in the difference until there is a token: none is made before the person said yes. */
const TOKEN_TO_COME = "bk_a-new-token-for-this-agent";

/** Shows, asks, makes a token, writes, and waits for the first sign. */
export async function connectAgent(setup: AgentSetup, options: ConnectOptions): Promise<number> {
  const url = serverUrl().replace(/\/+$/, "");
  const known = await readKnown(setup.id);
  const client = await admin();
  if (client instanceof CliError && !process.env.BECKON_TOKEN?.trim()) throw client;
  const gate = options.gate ?? known?.gate ?? "ask";
  const planWith = (token: string) =>
    planConnect({
      files: setup.files(connectionOf({ url, token, host: machineName(), gate })),
      known,
      replace: options.replace,
    });
  const given = options.useToken ? process.env.BECKON_TOKEN?.trim() : undefined;
  const draft = await planWith(given ?? (known && known.url === url ? known.token : TOKEN_TO_COME));
  const quiet = options.json && options.yes;
  if (!quiet) tell(draft, [known?.token ?? "", given ?? ""], setup);
  if (options.dryRun) return report({ options, setup, plan: draft });

  const changed = (plan: Plan) => plan.files.filter(({ next, disk }) => next !== disk.text);
  const valid = known && known.url === url && (given === undefined || given === known.token) && (await isStillTaken(client, known));
  if (valid && changed(draft).length === 0) {
    if (!options.json) say(`${setup.name} is connected already; nothing to change`);
    return report({ options, setup, plan: draft, known });
  }
  if (!options.yes && !(await confirm(setup.shell && draft.files.length === 0 ? "Make a token for it?" : "Write this?"))) {
    say("nothing was changed");
    return exitCode.otherOption;
  }
  const since = new Date().toISOString();
  const made = await tokenFor({ client, name: `${setup.id} on ${machineName()}`, known, url, useOwn: options.useToken });
  const plan = made.token === known?.token ? draft : await planWith(made.token);
  const connected = { agent: setup.id, url, host: machineName(), gate, at: since, ...made };
  await carryOut(plan.files, connected);
  // Where no start file of a shell could be written, its lines are for the person.
  if (setup.shell && !options.json && !plan.files.some(({ file }) => file.format === "lines"))
    print(setup.shell(connectionOf({ url, token: made.token, host: machineName(), gate })));
  if (!options.json) for (const line of [...changed(plan).map(({ disk }) => `wrote ${disk.path}`), ...setup.next]) say(line);
  if (!options.json && !made.tokenId && options.waitSeconds > 0) say("its first sign is shown in the app, on the page Connect");
  const first = made.tokenId && options.waitSeconds > 0 ? await wait({ client, tokenId: made.tokenId, since, setup, options }) : undefined;
  return report({ options, setup, plan, known: { ...connected, version: 1, files: [] }, ...(first !== undefined && { first }) });
}

function tell(plan: Plan, secrets: string[], setup: AgentSetup): void {
  for (const { disk, next, file } of plan.files) {
    if (next === disk.text) continue;
    showDifference({ path: disk.path, before: disk.text, after: next, secrets });
    for (const group of file.groups) {
      if (!plan.conflicts.some((conflict) => conflict.group === group.id)) say(`  ${group.id}: ${group.words}`);
    }
  }
  for (const { path, what, why, group } of plan.conflicts)
    say(`left out (${group}): ${path}, ${what}: ${why}. With --replace yours is replaced`);
  for (const caution of plan.cautions) say(`careful: ${caution}`);
  for (const limit of setup.cannot) say(`  it cannot: ${limit}`);
}

async function wait(on: {
  client: Awaited<ReturnType<typeof admin>>;
  tokenId: string;
  since: string;
  setup: AgentSetup;
  options: ConnectOptions;
}): Promise<string | undefined> {
  const { client, tokenId, since, setup, options } = on;
  if (!options.json) say("waiting for its first sign; Ctrl-C ends only the waiting");
  const vendor = setup.id === "aider" ? undefined : setup.name;
  const first = await firstSign({ client, tokenId, vendor, since, seconds: options.waitSeconds });
  if (options.json) return first;
  if (first) say(`${setup.name} is heard: first sign ${new Date(first).toLocaleTimeString()}`);
  else for (const line of ["no sign yet. What to look at:", ...setup.checks.map((check) => `- ${check}`)]) say(line);
  return first;
}

function report(of: { options: ConnectOptions; setup: AgentSetup; plan: Plan; known?: Known; first?: string }): number {
  const { options, setup, plan, known, first } = of;
  if (options.json) {
    printJson({
      agent: setup.id,
      written: !options.dryRun,
      files: plan.files.map(({ disk, next }) => ({ path: disk.path, changes: next !== disk.text })),
      conflicts: plan.conflicts,
      cautions: plan.cautions,
      tokenId: known?.tokenId,
      firstSignAt: first,
    });
  }
  return exitCode.ok;
}
