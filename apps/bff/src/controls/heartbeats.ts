import type { HeartbeatCommand } from "@beckon/contracts/agents";
import type { StepTake } from "@beckon/contracts/signals";
import type { Actor } from "@beckon/contracts/access";
import type { Work } from "../platform/db/database.ts";
import type { CommandRow } from "./commands.repository.ts";
import { hand, lockSaid, lockSaidByIds, type RunName } from "./said.repository.ts";
import { settle } from "./settle.ts";
import { inertText, saidBy } from "./step-words.ts";
import { byHeartbeat, type takeSaid } from "./steps.ts";
import { saidTopic } from "./waiting-words.ts";

type Deps = Parameters<typeof takeSaid>[0];
export type Beat = RunName & {
  owner: { id: string; name: string };
  takes: readonly StepTake[];
  reports: readonly { id: string; state: "done" | "failed"; result?: string | undefined }[];
};

/** So many go with one answer; the next ones come when these are done. */
const mostAtOnce = 20;

/**
 * What a program is told with its sign of life, oldest first, again with each until it says what came of it; and what
 * it says of those before. It hears of its own run alone.
 */
export const beat =
  (deps: Deps) =>
  async ({ owner, takes, reports, ...run }: Beat): Promise<HeartbeatCommand[]> => {
    if (!(await deps.waiting.has(run, byHeartbeat))) return [];
    const believed = deps.waiting.ids(run);
    const { open, mine } = await deps.database.transaction(async (work) => {
      await note(deps, work, { run, reports, actor: { kind: "agent", id: owner.id, name: owner.name } });
      const now = deps.clock();
      const open = await lockSaid(work.db, run, { call: "", since: now });
      // What is on its way with a hook's answer is not given a second time.
      const mine = open
        .filter(({ kind, expiresAt }) => expiresAt > now && (takes as readonly string[]).includes(kind))
        .filter(({ state, handedTo, handedUntil }) => state === "requested" || handedTo === byHeartbeat || (handedUntil ?? now) <= now)
        .slice(0, mostAtOnce);
      const fresh = mine.filter(({ handedTo }) => handedTo !== byHeartbeat).map(({ id }) => id);
      if (fresh.length > 0) await hand(work.db, fresh, { call: byHeartbeat, until: now, now });
      await deps.feed.append(work, ...fresh.map((entityId) => ({ kind: "command" as const, entityId })));
      for (const key of fresh) work.wake({ topic: saidTopic, key });
      return { open, mine };
    });
    if (open.length === 0) deps.waiting.drop(run, believed);
    return mine.map(toHeartbeatCommand);
  };

const note = async (deps: Deps, work: Work, { run, reports, actor }: { run: RunName; reports: Beat["reports"]; actor: Actor }) => {
  const rows = await lockSaidByIds(
    work.db,
    run,
    reports.map(({ id }) => id),
  );
  for (const { id } of rows) {
    const { state, result } = reports.find((report) => report.id === id) as Beat["reports"][number];
    await settle(deps, work, { id, state, actor, from: ["delivered"], result: result ?? `The program says that it is ${state}.` });
  }
};

const toHeartbeatCommand = (row: CommandRow): HeartbeatCommand => ({
  id: row.id,
  kind: row.kind,
  ...(row.text === null ? {} : { text: inertText(row.text) }),
  by: saidBy(row),
  ...(row.reason === null ? {} : { reason: inertText(row.reason) }),
  at: row.requestedAt.toISOString(),
});
