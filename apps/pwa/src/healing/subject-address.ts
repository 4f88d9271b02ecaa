import type { HealingSubject } from "@beckon/contracts/healing";

/** The page of what a step is about, where it has one. */
export function addressOf({ kind, id }: HealingSubject): string | undefined {
  if (kind === "agent") return `/agents/${id}`;
  if (kind === "task") return `/work/tasks/${id}`;
  return kind === "host" || kind === "process" ? "/fleet?view=machines" : undefined;
}
