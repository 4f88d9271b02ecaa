import type { Task, TaskReport } from "@beckon/contracts/tasks";
import { inOneGo } from "../platform/db/in-one-go.ts";
import { commit } from "./commit.ts";
import { openDraft, step } from "./draft.ts";
import { agentOf, speakerOf, takeOver } from "./report.ts";
import { toTask } from "./tasks.mapper.ts";
import { lockNext } from "./tasks.repository.ts";
import { twinsOf } from "./twins.ts";
import type { SignalOwner, TaskActor, TasksDeps } from "./tasks.types.ts";

/**
 * Gives an agent its next task, started: what it was assigned, else what waits for its role, the most urgent first.
 * Of any number that claim at once each gets another one.
 */
export const claim =
  (deps: TasksDeps) =>
  (owner: SignalOwner, agent: TaskReport["agent"]): Promise<Task | undefined> =>
    inOneGo(deps.database, async (work) => {
      const actor: TaskActor = { name: owner.name, actor: { kind: "agent", id: owner.id, name: owner.name }, owner };
      if (await deps.handsOutNothing?.(work.db)) return undefined;
      const speaker = await speakerOf(deps, work, { actor, report: { agent } });
      if (!speaker) return undefined;
      const { id, name, role } = speaker.agent;
      const agentIds = [id, ...(await twinsOf(deps, work.db, speaker.agent))];
      const row = await lockNext(work.db, { agentIds, agentName: name, role, ownerId: owner.id, demo: owner.demo ?? false });
      if (!row) return undefined;
      const draft = openDraft(row);
      draft.agent = agentOf(speaker);
      step(draft, "in_progress", { at: deps.clock(), by: name, kind: "claimed" });
      takeOver(draft, speaker);
      await commit(deps, work, [draft]);
      return toTask(draft.row);
    });
