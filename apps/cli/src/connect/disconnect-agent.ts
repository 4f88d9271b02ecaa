import type { AgentSetup } from "@beckon/agent-setup/setup";
import { exitCode } from "../errors.ts";
import { serverUrl } from "../environment.ts";
import { printJson, say } from "../output.ts";
import { admin, revokeToken } from "./agent-token.ts";
import { confirm } from "./confirm.ts";
import { forgetKnown, readKnown } from "./connection-file.ts";
import { connectionOf, machineName } from "./connection-of.ts";
import type { ConnectOptions } from "./options.ts";
import { carryOutRemoval, planRemoval } from "./plan-removal.ts";
import type { Removal } from "./plan-removal.ts";
import { showDifference } from "./show-difference.ts";

/** Takes out what connecting wrote, to the byte where nothing else was changed, and its token with it. */
export async function disconnectAgent(setup: AgentSetup, options: ConnectOptions): Promise<number> {
  const known = await readKnown(setup.id);
  const url = known?.url ?? serverUrl();
  const connection = connectionOf({ url, token: known?.token ?? "", host: known?.host ?? machineName(), gate: "ask" });
  const removals = await planRemoval({ files: setup.files(connection), known });
  if (removals.length === 0 && !known) {
    if (options.json) printJson({ agent: setup.id, files: [] });
    else say(`${setup.name} is not connected; nothing to take out`);
    return exitCode.ok;
  }
  if (!options.json || !options.yes) {
    for (const { disk, next } of removals) {
      showDifference({ path: disk.path, before: disk.text, after: next?.toString("utf8"), secrets: known ? [known.token] : [] });
    }
  }
  if (options.dryRun) return report({ setup, options, removals });
  if (!options.yes && !(await confirm("Take this out?"))) {
    say("nothing was changed");
    return exitCode.otherOption;
  }
  await carryOutRemoval(removals);
  const revoked = known?.tokenId ? await revokeToken(await admin(), known.tokenId) : undefined;
  await forgetKnown(setup.id);
  if (!options.json) {
    for (const { disk, next, left } of removals) {
      say(next === undefined ? `removed ${disk.path}` : `restored ${disk.path}`);
      for (const key of left) say(`  ${key} holds another value by now, and was left`);
    }
    if (known?.tokenId && revoked === false) say(`its token could not be revoked; later: beckon token revoke ${known.tokenId}`);
  }
  return report({ setup, options, removals, ...(revoked !== undefined && { revoked }) });
}

function report(of: { setup: AgentSetup; options: ConnectOptions; removals: Removal[]; revoked?: boolean }): number {
  const { setup, options, removals, revoked } = of;
  if (options.json) {
    const files = removals.map(({ disk, next, left }) => ({ path: disk.path, removed: next === undefined, left }));
    printJson({ agent: setup.id, written: !options.dryRun, files, tokenRevoked: revoked });
  }
  return exitCode.ok;
}
