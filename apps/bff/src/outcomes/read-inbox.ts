import type { Work } from "../platform/db/database.ts";
import { applyTask, applyRun } from "./apply-own.ts";
import { applyCommits, applyIncident, applyPull, applyTrace } from "./apply-told.ts";
import { lockWorks, takeFacts } from "./inbox.repository.ts";
import type { OutcomeFact, OutcomesDeps } from "./outcomes.types.ts";
import { settle } from "./settle.ts";
import { linksOfSessions, saveFamily } from "./traces.repository.ts";

const most = 200;

/**
 * Reads what others told and settles the works that it changes, a batch in a transaction, until nothing is left. One
 * reader at a time; what a crash interrupts is read again.
 */
export const readInbox = (deps: OutcomesDeps) => async (): Promise<void> => {
  for (let more = true; more;) more = await deps.database.transaction((work) => readBatch(deps, work));
};

/** One batch of it, in the transaction given; says whether there may be more. */
export const readBatch = async (deps: OutcomesDeps, work: Work): Promise<boolean> => {
  await lockWorks(work.db);
  const facts = await takeFacts(work.db, most);
  const touched = new Set<string>();
  for (const fact of facts) for (const id of await apply(deps, work, fact)) touched.add(id);
  if (await settle(deps, work, [...touched])) await deps.changed(work);
  return facts.length === most;
};

const apply = async (deps: OutcomesDeps, work: Work, fact: OutcomeFact): Promise<readonly string[]> => {
  switch (fact.what) {
    case "pull":
      return applyPull(deps, work, fact.pull);
    case "commits":
      return applyCommits(deps, work, fact);
    case "incident":
      return applyIncident(work, fact);
    case "trace":
      return applyTrace(work, fact);
    case "family":
      await saveFamily(work.db, fact);
      // What was linked with the part is of the whole from now on.
      return (await linksOfSessions(work.db, [fact.sessionId])).map(({ workId }) => workId);
    case "task":
      return applyTask(deps, work, fact);
    case "run":
      return applyRun(deps, work, fact);
  }
};
