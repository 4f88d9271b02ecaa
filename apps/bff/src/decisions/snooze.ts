import type { Snooze } from "@beckon/contracts/decisions";
import { requestNotFound, snoozeInPast, snoozeTooFar } from "./decisions.errors.ts";
import { findRequest } from "./decisions.repository.ts";
import type { DecisionsDeps } from "./decisions.types.ts";
import { deleteSnooze, upsertSnooze } from "./snoozes.repository.ts";

const farthestDays = 366;

const at = (detail: string) => ({ detail, extra: { errors: [{ pointer: "/until", detail }] } });

/** Hides a request from one person's inbox; a reminder is pushed when it comes back. */
export const snooze =
  (deps: DecisionsDeps) =>
  async (personId: string, requestId: string, until: Date): Promise<Snooze> => {
    const now = deps.clock();
    if (until <= now) throw snoozeInPast(at("lies in the past"));
    if (until.getTime() > now.getTime() + farthestDays * 86_400_000) throw snoozeTooFar(at(`at most ${farthestDays} days ahead`));
    if (!(await findRequest(deps.database.db, requestId))) throw requestNotFound();
    return deps.database.transaction(async (work) => {
      const row = await upsertSnooze(work.db, { requestId, personId, until });
      await deps.feed.append(work, { kind: "snooze", entityId: requestId, audience: personId });
      await deps.events.emit(work, "decision.snoozed", { requestId, personId, until: row.until });
      return row;
    });
  };

export const unsnooze =
  (deps: DecisionsDeps) =>
  async (personId: string, requestId: string): Promise<void> =>
    deps.database.transaction(async (work) => {
      if (await deleteSnooze(work.db, requestId, personId))
        await deps.feed.append(work, { kind: "snooze", entityId: requestId, audience: personId, deleted: true });
    });
