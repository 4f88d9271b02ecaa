import type { OutcomeCheck, OutcomeFinding } from "@beckon/contracts/outcome-checks";
import type { Git } from "./git.ts";
import { isIn, tipAt, tipOf } from "./history.ts";
import { findLanded, type Landed } from "./landed.ts";
import { findReverts } from "./reverts.ts";
import { survivingLines } from "./surviving-lines.ts";

const windowMs = 30 * 86_400_000;

/**
 * What became of one outcome in this repository: how it got in, whether it was taken back, and how many of its lines are
 * left: as of now, and for lines as of 30 days after it was accepted at the latest.
 */
export const checkOutcome = async (git: Git, check: OutcomeCheck, repository: string): Promise<OutcomeFinding[]> => {
  const tip = await tipOf(git, check.pullRequests[0]?.base);
  if (tip === undefined) return [];
  const landed = await findLanded({ git, tip }, check);
  if (!landed) return [await finding(git, { id: check.id, state: "missing", tip })];
  const until = new Date(Date.parse(check.acceptedAt) + windowMs);
  const bounded = (await tipAt(git, tip, until)) ?? tip;
  // Merged by a clock that runs behind: it is not in the branch of that moment.
  const then = (await isIn(git, landed.last, bounded)) ? bounded : landed.last;
  const found = [await look(git, { check, landed, tip: then, repository })];
  if (then !== tip) {
    const now = await look(git, { check, landed, tip, repository });
    if (now.state === "reverted" || now.state === "restored") found.push(now);
  }
  return found;
};

type Looking = { check: OutcomeCheck; landed: Landed; tip: string; repository: string };

const look = async (git: Git, { check, landed, tip, repository }: Looking): Promise<OutcomeFinding> => {
  const reverts = await findReverts(git, landed, { tip, repository });
  const { ref, restorers } = reverts;
  const told = { id: check.id, how: landed.how, tip, ...(ref ? { ref } : {}) };
  if (reverts.state === "reverted") return finding(git, { ...told, state: "reverted" });
  const lines = await survivingLines(git, landed, { tip, restorers });
  const isLess = lines !== undefined && lines.left < lines.made;
  const state = reverts.state === "restored" ? "restored" : isLess ? "rewritten" : "standing";
  return finding(git, { ...told, ref: ref ?? landed.last, state, ...(lines ? { lines } : {}) });
};

const finding = async (git: Git, told: Omit<OutcomeFinding, "tipAt">): Promise<OutcomeFinding> => ({
  ...told,
  tipAt: new Date(Number(await git("log", "--no-show-signature", "--max-count=1", "--format=%ct", told.tip, "--")) * 1_000).toISOString(),
});
