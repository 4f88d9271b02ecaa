import type { TeamPatch } from "@beckon/contracts/teams";
import { actorOf } from "../access/callers.ts";
import type { Caller } from "../platform/http/env.ts";
import { membersOf, updateMember } from "./members.repository.ts";
import { here } from "./start-again.ts";
import { notDeclared, teamNotFound, teamOver } from "./teams.errors.ts";
import { lockTeam, updateTeam } from "./teams.repository.ts";
import { tendQueue, type TeamsDeps } from "./teams.types.ts";

/** Switches the keeping at strength on or off, or gives another budget. */
export const patch =
  (deps: TeamsDeps) =>
  (caller: Caller, id: string, { keep, budgetMicros }: TeamPatch): Promise<void> =>
    deps.database.transaction(async (work) => {
      const team = await lockTeam(work.db, id);
      if (!team) throw teamNotFound();
      if (team.state === "dissolving" || team.state === "dissolved") throw teamOver({ detail: "Start a new one." });
      if (keep && team.undeclared) throw notDeclared({ detail: "Its machine's configuration names it no more." });
      const now = deps.clock();
      const actor = actorOf(caller);
      const begins = keep === true && team.state === "off";
      if (keep !== undefined)
        await updateTeam(work.db, id, { keep, ...(begins ? { ...afresh, state: "active", startedAt: now, by: actor } : {}) });
      if (keep === true && !team.keep)
        for (const member of await membersOf(work.db, [id]))
          await updateMember(work.db, member.id, {
            // Who is here may still fail, or be stopped.
            forgiven: here.has(member.state) ? member.attempt - 1 : member.attempt,
            nextTryAt: null,
            problem: null,
            ...(begins || member.state === "given_up" ? { state: "waiting" } : {}),
            ...(begins ? { held: false, gaveBack: false } : {}),
          });
      if (keep !== undefined && keep !== team.keep)
        await deps.audit.append(work, {
          actor,
          action: keep ? "team.kept" : "team.kept_no_more",
          subject: id,
          detail: { name: team.name },
        });
      if (budgetMicros !== undefined) {
        const since = begins ? now : (team.startedAt ?? team.createdAt);
        await deps.budgets.setOfTeam(work, { teamId: id, name: team.name, since, micros: budgetMicros, by: actor });
      }
      await deps.feed.append(work, { kind: "team", entityId: id });
      await deps.jobs.enqueue(work, tendQueue, { id });
    });

/** Nothing of what it did before counts. */
const afresh = {
  endedAt: null,
  spentMicros: null,
  unpriced: 0,
  spentAt: null,
  dissolveTasks: null,
  dissolvedBy: null,
  givenBack: 0,
};
