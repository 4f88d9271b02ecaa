import {
  recoveryWords,
  type RecoveryAct,
  type RecoveryAction,
  type RecoveryItemKind,
  type RecoveryPreview,
} from "@beckon/contracts/recovery";
import type { Db } from "../platform/db/database.ts";
import { sha256 } from "../platform/ids.ts";
import { plan } from "./plan.ts";
import { findUnderWay } from "./recovery.repository.ts";
import { canGoBack, lastingWords, most, type Planned, type RecoveryDeps } from "./recovery.types.ts";

/** What an action would touch, and how people are told of it. */
export const look = async (
  deps: RecoveryDeps,
  db: Db,
  action: RecoveryAction,
): Promise<{ planned: Planned[]; preview: RecoveryPreview }> => {
  const planned = (await plan(deps, db, action)).slice(0, most.items);
  const underWay = await findUnderWay(db, action);
  const touched = planned.filter(({ act }) => act !== "none");
  const lasting = touched.some(({ act }) => act === "restart") ? lastingWords[action] : undefined;
  const preview: RecoveryPreview = {
    action,
    word: recoveryWords[action],
    asOf: deps.clock().toISOString(),
    hash: sha256(JSON.stringify(touched.map(({ kind, id, act }) => `${kind} ${id} ${act}`).toSorted())).slice(0, 32),
    total: touched.length,
    unreachable: planned.length - touched.length,
    byKind: byKind(planned),
    items: planned
      .toSorted((a, b) => Number(b.act === "none") - Number(a.act === "none"))
      .slice(0, most.listed)
      .map(({ hostId: _, agentId: __, kind, id, name, where, before, act, effect }) => ({
        ...{ kind, id, name, before, act, effect },
        ...(where ? { where } : {}),
      })),
    canResume: action === "maintenance" || touched.some(({ act }) => canGoBack[act]),
    ...(lasting === undefined ? {} : { lasting }),
    ...(underWay ? { underWay: underWay.id } : {}),
  };
  return { planned, preview };
};

const byKind = (planned: readonly Planned[]): RecoveryPreview["byKind"] => {
  const counts = new Map<string, { kind: RecoveryItemKind; act: RecoveryAct; count: number }>();
  for (const { kind, act } of planned) {
    const one = counts.get(`${kind} ${act}`) ?? { kind, act, count: 0 };
    one.count += 1;
    counts.set(`${kind} ${act}`, one);
  }
  return [...counts.values()];
};
