import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { mergeOutcomes } from "./merge.ts";
import { findParts, joinWorks, savePart, type PartRow } from "./parts.repository.ts";
import type { PartFacts, PartKey } from "./outcomes.types.ts";

/** What is told of a part; what is not told of it this time stays as it was. */
export type PartTold = PartKey & {
  ownerId?: string;
  demo?: boolean;
  facts: PartFacts;
  accepted?: { at: Date; by: string };
  branch?: string;
  mergeCommit?: string;
  reverts?: string;
};

/** Keeps what is told of a part, made with a work of its own where it is new; gives that work. Under the lock of the works. */
export const tellPart = async (work: Work, told: PartTold, now: Date): Promise<PartRow> => {
  const [before] = await findParts(work.db, [told]);
  const row: PartRow = {
    kind: told.kind,
    ref: told.ref,
    workId: before?.workId ?? newId("wk", now.getTime()),
    ownerId: told.ownerId ?? before?.ownerId ?? "",
    // Accepted is accepted, and the first time counts.
    ...firstOf(before, told),
    facts: newerOf(before?.facts, told.facts),
    demo: told.demo ?? before?.demo ?? false,
    branch: told.branch ?? before?.branch ?? null,
    mergeCommit: told.mergeCommit ?? before?.mergeCommit ?? null,
    reverts: told.reverts ?? before?.reverts ?? null,
  };
  await savePart(work.db, row);
  return row;
};

const firstOf = (before: PartRow | undefined, { accepted }: PartTold) =>
  accepted && (!before?.acceptedAt || accepted.at < before.acceptedAt)
    ? { acceptedAt: accepted.at, acceptedBy: accepted.by }
    : { acceptedAt: before?.acceptedAt ?? null, acceptedBy: before?.acceptedBy ?? null };

/** Deliveries overtake each other: of a pull request the newest word stands. */
const newerOf = (before: PartFacts | undefined, told: PartFacts): PartFacts => {
  if (before?.kind !== "pull_request" || told.kind !== "pull_request") return told;
  const [older, newer] = told.at >= before.at ? [before, told] : [told, before];
  return { ...older, ...newer, byAgent: older.byAgent || newer.byAgent };
};

/** These two are the same work from now on; gives it. Outcomes of both become one. */
export const join = async (work: Work, a: PartKey, b: PartKey, now: Date): Promise<string | undefined> => {
  const rows = await findParts(work.db, [a, b]);
  const [into, from] = rows.toSorted((x, y) => (x.workId < y.workId ? -1 : 1)).map(({ workId }) => workId);
  if (into === undefined || from === undefined || rows.length < 2) return undefined;
  if (into === from) return into;
  await joinWorks(work.db, { into, from });
  await mergeOutcomes(work, { into, from }, now);
  return into;
};
