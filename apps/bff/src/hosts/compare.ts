import type { HostProcess } from "@beckon/contracts/hosts";
import { storable } from "../platform/storable.ts";
import { isLive } from "./hosts.types.ts";
import type { ProcessHead, ProcessRow } from "./processes.repository.ts";

/** What a report makes of one process. */
export type Step = { before: ProcessHead | undefined; after: ProcessRow };
export type Compared = {
  steps: Step[];
  /** Ids in the report that are another machine's. */
  foreign: string[];
  /** Something is other than before that people should see at once, or only figures are. */
  news: "changed" | "figures" | "none";
};

const lostWords = "The runner no longer knows it.";

type Reported = { hostId: string; complete: boolean; processes: readonly HostProcess[]; known: readonly ProcessHead[]; now: Date };

/** A report beside what was known: what is to be written of this machine's own processes, and of those that it leaves out. */
export const compare = ({ hostId, complete, processes, known, now }: Reported): Compared => {
  const rows = new Map(known.map((row) => [row.id, row]));
  // Of one that is told twice the last word counts.
  const told = new Map(processes.map((one) => [one.id, one]));
  const foreign = [...told.keys()].filter((id) => (rows.get(id)?.hostId ?? hostId) !== hostId);
  const own = [...told.values()].flatMap((one): Step[] => {
    const before = rows.get(one.id);
    if (before && (before.hostId !== hostId || isStale(before, one))) return [];
    return [{ before, after: toRow(one, { hostId, now, before }) }];
  });
  const lost = known
    .filter((row) => complete && row.hostId === hostId && row.endedAt === null && !told.has(row.id))
    .map((before): Step => ({ before, after: { ...before, output: [], state: "failed", endedAt: now, problem: lostWords, toldAt: now } }));
  const steps = [...own, ...lost];
  const kinds = steps.map(newsOf);
  return { steps, foreign, news: kinds.includes("changed") ? "changed" : kinds.includes("figures") ? "figures" : "none" };
};

/** A report that was on its way for long must not bring back what has ended, or been started again since. */
const isStale = (before: ProcessHead, told: HostProcess): boolean => {
  if (told.restarts !== before.restarts) return told.restarts < before.restarts;
  return before.endedAt !== null && before.problem !== lostWords && isLive(told.state) && storable(told.startedAt) <= before.startedAt;
};

const toRow = (told: HostProcess, { hostId, now, before }: { hostId: string; now: Date; before: ProcessHead | undefined }): ProcessRow => ({
  id: told.id,
  hostId,
  profile: told.profile,
  agent: told.agent,
  role: told.role ?? null,
  vendor: told.vendor ?? null,
  state: told.state,
  pid: told.pid ?? null,
  folder: told.folder,
  startedAt: storable(told.startedAt),
  endedAt: isLive(told.state) ? null : told.endedAt ? storable(told.endedAt) : (before?.endedAt ?? now),
  exitCode: told.exitCode ?? null,
  signal: told.signal ?? null,
  problem: told.problem ?? null,
  restarts: told.restarts,
  cpu: told.cpu ?? null,
  memoryBytes: told.memoryBytes ?? null,
  lastOutputAt: told.lastOutputAt ? storable(told.lastOutputAt) : null,
  output: told.output,
  sessionId: before?.sessionId ?? null,
  toldAt: now,
});

const seen = ["profile", "agent", "role", "vendor", "state", "pid", "folder", "exitCode", "signal", "problem", "restarts"] as const;
const measured = ["cpu", "memoryBytes"] as const;

const newsOf = ({ before, after }: Step): Compared["news"] => {
  if (!before || seen.some((part) => before[part] !== after[part])) return "changed";
  if (before.startedAt.getTime() !== after.startedAt.getTime() || before.endedAt?.getTime() !== after.endedAt?.getTime()) return "changed";
  return measured.some((part) => before[part] !== after[part]) || after.output.length > 0 ? "figures" : "none";
};
