import type { TaskPatch } from "@beckon/contracts/tasks";
import type { UnsentAnswer } from "../access/unsent-answers.ts";
import { shownWords } from "../decisions/shown-text.ts";
import type { Replica } from "../platform/replica.ts";
import { priorityLooks, statusLooks } from "./task-words.ts";

/** Changes of tasks that are lost with the replica, in words: the person may want to make them again. */
export async function unsentChanges(replica: Replica): Promise<UnsentAnswer[]> {
  const db = await replica.db();
  const waiting = (await db.getAll("taskChanges")).filter(({ refused }) => refused === undefined);
  return Promise.all(
    waiting.map(async ({ taskId, patch, at }) => {
      const task = await db.get("tasks", taskId);
      const named = patch.agent && ("name" in patch.agent ? patch.agent : await db.get("agents", patch.agent.id));
      const answer = wishOf(patch, named?.name ?? "another agent");
      return { requestId: taskId, title: shownWords(task?.title ?? taskId), answer, createdAt: at };
    }),
  );
}

const partNames: Readonly<Record<string, string>> = { body: "text", deadlineAt: "deadline", dependencies: "what it waits for" };

/** "to Done, priority High, given to builder". */
function wishOf({ version: _, status, blockedBy, priority, agent, ...parts }: TaskPatch, to: string): string {
  const said = [
    status && `to ${statusLooks[status].word}${blockedBy === undefined ? "" : ` by ${blockedBy}`}`,
    priority && `priority ${priorityLooks[priority].word}`,
    agent === null ? "given to nobody" : agent && `given to ${shownWords(to)}`,
    ...Object.entries(parts).map(([part, value]) => `${partNames[part] ?? part} ${valueOf(value)}`),
  ];
  return said.filter((part) => part !== undefined).join(", ");
}

function valueOf(value: unknown): string {
  if (value === null) return "taken away";
  return typeof value === "string" ? `“${value}”` : "changed";
}
