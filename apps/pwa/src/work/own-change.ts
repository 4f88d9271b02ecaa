import type { Session } from "@beckon/contracts/access";
import type { Task, TaskPatch } from "@beckon/contracts/tasks";
import { readMeta, type Replica } from "../platform/replica.ts";

/**
 * Whether the one change that came between is this person's own, sent from here, its answer lost: it is the next after
 * the version that was seen, by them, and what was sent stands in the task. Where that is not certain it is another's.
 */
export async function isOwnChange(
  replica: Replica,
  { task, by, sent }: { task: Task; by: string | undefined; sent: readonly TaskPatch[] },
): Promise<boolean> {
  if (!sent.some((patch) => task.version === patch.version + 1 && stands(task, patch))) return false;
  const session = await readMeta<Session>(replica, "session");
  return by !== undefined && by === session?.person.name;
}

/** Whether a task is as a patch wants it. */
function stands(task: Task, { version: _, agent, ...parts }: TaskPatch): boolean {
  return (
    (agent === undefined || isWith(task, agent)) && Object.entries(parts).every(([part, value]) => same(task[part as keyof Task], value))
  );
}

function isWith({ agent }: Task, wanted: NonNullable<TaskPatch["agent"]> | null): boolean {
  if (wanted === null) return agent === undefined;
  return "id" in wanted ? agent?.id === wanted.id : agent?.name === wanted.name;
}

const same = (is: unknown, wanted: unknown): boolean => JSON.stringify(is ?? null) === JSON.stringify(wanted ?? null);
