import { hasEnded, type Task } from "@beckon/contracts/tasks";
import { inOneGo } from "../platform/db/in-one-go.ts";
import { findAssignee, nobody } from "./assignee.ts";
import { commit } from "./commit.ts";
import { createIn } from "./create.ts";
import { note, openDraft, step, wayTo } from "./draft.ts";
import { lockTask } from "./find.ts";
import { toTask } from "./tasks.mapper.ts";
import { findOffered, lockRows } from "./tasks.repository.ts";
import type { SignalOwner, TaskActor, TasksDeps } from "./tasks.types.ts";

export type Offer = { handoffId: string; to: string; task: string; taskId?: string | undefined; by: string };

/**
 * An agent offers its work: the task it names goes to that agent, or waits for that role; without a task there is a
 * new one. Told twice it is one offer.
 */
export const handOver =
  (deps: TasksDeps) =>
  (owner: SignalOwner, offer: Offer): Promise<Task> =>
    inOneGo(deps.database, async (work) => {
      const actor: TaskActor = { name: offer.by, actor: { kind: "agent", id: owner.id, name: owner.name }, owner };
      const before = await findOffered(work.db, { ownerId: owner.id, handoffId: offer.handoffId });
      if (before) return toTask(before);
      const found = await findAssignee(deps, work.db, { ref: { name: offer.to.slice(0, 120) }, owner });
      const isAgent = found.agentId !== null;
      const id =
        offer.taskId === undefined
          ? (await createIn(deps, work, { actor, input: inputOf(offer), options: { origin: "mcp" } })).task.id
          : offer.taskId;
      const row = await lockTask(work.db, actor, id);
      const [draft] = (await lockRows(work.db, { ids: [row.id] })).map(openDraft);
      if (!draft || hasEnded(draft.row.status)) return toTask(row);
      const said = { at: deps.clock(), by: offer.by, kind: "handed_over", detail: `to ${offer.to}: ${offer.task}` };
      const to = isAgent ? "assigned" : "pending";
      draft.row.handoffId = offer.handoffId;
      Object.assign(draft.row, isAgent ? found : { ...nobody, role: offer.to.slice(0, 60).toWellFormed() });
      const way = draft.row.status === to || draft.row.status === "blocked" ? undefined : wayTo(draft.row.status, to);
      if (way) for (const next of way) step(draft, next, next === to ? said : { ...said, detail: undefined, implied: true });
      else note(draft, said);
      await commit(deps, work, [draft]);
      return toTask(draft.row);
    });

const inputOf = ({ task }: Offer) => {
  const [first = ""] = task.trim().split("\n", 1);
  const title = first.slice(0, 300).toWellFormed().trim() || "Handed over";
  return { title, body: task };
};
