import type { AlertKind } from "@beckon/contracts/alert-kinds";
import type { AlertRule, AlertSubject } from "@beckon/contracts/alerts";
import type { Db } from "../../platform/db/database.ts";
import type { AlertsDeps } from "../alerts.types.ts";
import type { Facts } from "./facts.ts";

/** What is known of one subject now; `value` null: no figure can be made. `evidence`: what to open about it. */
export type Reading = { subject: AlertSubject; value: number | null; evidence?: readonly AlertSubject[] };

export type ReadContext = { deps: AlertsDeps; db: Db; now: Date; rule: AlertRule; facts: Facts };
/**
 * All readings of a kind that may matter: who is not in it is within bounds, or no more. Of the demo fleet there are none.
 */
export type ReadKind = (context: ReadContext) => Promise<readonly Reading[]>;
export type ReadKinds = Record<AlertKind, ReadKind>;

export const workspace: AlertSubject = { kind: "workspace", id: "workspace", name: "All agents" };
/** The one reading of a kind that is of all together. */
export const ofAll = (value: number | null, evidence: readonly AlertSubject[] = []): Reading[] => [{ subject: workspace, value, evidence }];

export const hourMs = 3_600_000;
/** Below so many a share says nothing. */
export const fewest = 5;
export const percentOf = (part: number, whole: number): number | null => (whole < fewest ? null : (part / whole) * 100);
