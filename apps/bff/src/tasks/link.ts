import type { Task } from "@beckon/contracts/tasks";
import type { Work } from "../platform/db/database.ts";
import { byItself, commit } from "./commit.ts";
import { note, openDraft } from "./draft.ts";
import { addLinks } from "./new-row.ts";
import { findEvidence, lockRows } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";

type TaskLink = Task["links"][number];

/** By what a task may be known to somebody outside: our id, its reporter's, or something that it is linked with. */
export type Evidence = { ids: readonly string[]; keys: readonly string[]; refs: readonly Pick<TaskLink, "kind" | "ref">[] };

/** Adds links to the tasks that the evidence is of, whosesoever they are; the ids of all that were found. */
export const link =
  (deps: TasksDeps) =>
  async (work: Work, evidence: Evidence, links: readonly TaskLink[]): Promise<string[]> => {
    const ids = await findEvidence(work.db, evidence);
    if (links.length === 0) return ids;
    const drafts = (await lockRows(work.db, { ids })).map(openDraft);
    for (const draft of drafts) {
      const added = addLinks(draft.row, [...links]);
      const detail = added.map(({ ref }) => ref).join(", ");
      if (added.length > 0) note(draft, { at: deps.clock(), by: byItself, kind: "linked", detail });
    }
    await commit(deps, work, drafts);
    return ids;
  };
