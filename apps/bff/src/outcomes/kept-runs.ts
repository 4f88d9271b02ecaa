import type { Db } from "../platform/db/database.ts";
import { createKept } from "./kept.ts";
import { sessionsOfWorks } from "./outcomes.repository.ts";
import type { AllOutcomes, KeptOutcomes, OutcomeOfWindow } from "./window.ts";

type Links = ReadonlyMap<string, readonly string[]>;
type Shared = { sessionId: string; outcomes: string[] };
type Side = Pick<AllOutcomes, "real" | "demo">;

/**
 * The runs of all outcomes that stand. `linked`: those with one; `reworking`: those that took results back; `shared`: as
 * `sharedSessions` reads them.
 */
export type Runs = {
  linked: Record<keyof Side, readonly string[]>;
  reworking: readonly string[];
  shared(side: keyof Side): Shared[];
};

/** Made of what is kept of outcomes and of their runs, and made again where either is another. Undefined where there are too many. */
export const keepRuns = (keptOutcomes: KeptOutcomes) => {
  const keptLinks = createKept(["sessions"], sessionsOfWorks);
  let made: Made | undefined;
  return async (db: Db): Promise<Runs | undefined> => {
    const outcomes = await keptOutcomes(db);
    const links = outcomes && (await keptLinks(db));
    if (!links) return undefined;
    if (made?.outcomes !== outcomes || made.links !== links) made = unite(outcomes, links, made);
    return made.runs;
  };
};
export type KeptRuns = ReturnType<typeof keepRuns>;

type OfSide = { linked: readonly string[]; shared(): Shared[] };
type Made = { outcomes: Side; links: Links; sides: Record<keyof Side, OfSide>; runs: Runs };

const unite = (outcomes: Side, links: Links, before: Made | undefined): Made => {
  const ofSide = (side: keyof Side) => {
    const isSame = before?.links === links && ofSameWorks(outcomes[side], before.outcomes[side]);
    return isSame ? before.sides[side] : runsOfSide(outcomes[side], links);
  };
  const sides = { real: ofSide("real"), demo: ofSide("demo") };
  const runs: Runs = {
    linked: { real: sides.real.linked, demo: sides.demo.linked },
    reworking: [...new Set([...outcomes.real, ...outcomes.demo].flatMap(({ reworkSessions }) => reworkSessions ?? []))],
    shared: (side) => sides[side].shared(),
  };
  return { outcomes, links, sides, runs };
};

/** Whether these are the same outcomes of the same works, whatever else of them is another: then their runs are the same. */
const ofSameWorks = (rows: readonly OutcomeOfWindow[], before: readonly OutcomeOfWindow[]): boolean => {
  if (rows.length !== before.length) return false;
  // Most are kept as they were: only the others are compared.
  const [kept, old] = [new Set(rows), new Set(before)];
  const known = new Map(before.filter((row) => !kept.has(row)).map((row) => [row.id, row]));
  return rows.every((row) => {
    if (old.has(row)) return true;
    const was = known.get(row.id);
    return was?.workId === row.workId && was.acceptedAt === row.acceptedAt;
  });
};

const runsOfSide = (rows: readonly OutcomeOfWindow[], links: Links): OfSide => {
  const runsOf = ({ workId }: OutcomeOfWindow) => links.get(workId) ?? [];
  let shared: Shared[] | undefined;
  return { linked: [...new Set(rows.flatMap(runsOf))], shared: () => (shared ??= byRun(rows, runsOf)) };
};

/** Each run with its outcomes in the order of their acceptance. */
const byRun = (rows: readonly OutcomeOfWindow[], runsOf: (row: OutcomeOfWindow) => readonly string[]): Shared[] => {
  const found = new Map<string, string[]>();
  for (const row of rows.toSorted((a, b) => a.acceptedAt - b.acceptedAt || (a.id < b.id ? -1 : 1)))
    for (const run of runsOf(row)) {
      const outcomes = found.get(run);
      if (outcomes) outcomes.push(row.id);
      else found.set(run, [row.id]);
    }
  return [...found].map(([sessionId, outcomes]) => ({ sessionId, outcomes })).sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
};
