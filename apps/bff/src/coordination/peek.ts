import type { Coordination } from "@beckon/contracts/coordination";
import { failureTemplate } from "@beckon/metrics/failure-pattern";
import type { Db } from "../platform/db/database.ts";
import { listAttempts } from "./coordination.repository.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { toCoordinations } from "./mapper.ts";

const most = 200;
const hourMs = 3_600_000;

export type RepeatedFailure = { id: string; template: string; count: number; firstAt: string; lastAt: string; agents: string[] };

/** What is open between agents and what failed in the last hour, read in one instant; nothing is written for it. */
export const peek =
  (deps: CoordinationDeps) =>
  async (db: Db, { demo, since }: { demo: boolean; since: Date }): Promise<{ handOffs: Coordination[]; failures: RepeatedFailure[] }> => {
    const now = deps.clock();
    const to = new Date(now.getTime() + 1);
    const list = async (filter: { status: "pending" | "failed"; type?: "handoff"; from: Date }) =>
      toCoordinations(deps, db, await listAttempts(db, { demo, ...filter, to }, { limit: most }));
    const failed = await list({ status: "failed", from: new Date(now.getTime() - hourMs) });
    const alike = Map.groupBy(
      failed.filter(({ pattern, message }) => pattern !== undefined && message),
      ({ pattern }) => pattern as string,
    );
    return {
      handOffs: [
        ...(await list({ status: "pending", type: "handoff", from: since })),
        ...failed.filter(({ type, cause }) => type === "handoff" && cause === "timeout"),
      ],
      failures: [...alike].map(([id, rows]) => {
        const times = rows.map(({ endedAt, startedAt }) => endedAt ?? startedAt).toSorted();
        return {
          id,
          template: failureTemplate(rows[0]?.message ?? ""),
          count: rows.length,
          firstAt: times[0] as string,
          lastAt: times.at(-1) as string,
          agents: [...new Set(rows.flatMap((row) => row.to?.name ?? row.from.name))],
        };
      }),
    };
  };
