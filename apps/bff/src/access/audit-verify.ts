import type { AuditCheck, AuditFault } from "@beckon/contracts/access";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import { storable } from "../platform/storable.ts";
import { createChainCheck, mostTold } from "./audit-check.ts";
import { auditExtent, sealsWithRows, strangers } from "./audit-seals.repository.ts";
import type { AuditSeal } from "./audit.table.ts";

const batch = 500;

/**
 * Reads the whole audit against its chain, a batch at a time: what was sealed may not change, so no snapshot is held and
 * others go on writing. `head`: a hash that was the head before; without it nobody can tell that the end was cut off.
 */
export const verifyAudit =
  (deps: { database: Database; clock: Clock }) =>
  async ({ head: known }: { head?: string | undefined } = {}): Promise<AuditCheck> => {
    const { db } = deps.database;
    const extent = await auditExtent(db);
    const check = createChainCheck();
    let head: AuditSeal | undefined;
    let met = known === undefined;
    // From below the first: whoever puts in a row with a seal of its own may number it as they like.
    for (let after = Number.MIN_SAFE_INTEGER; ; after = head?.nr ?? after) {
      const links = await sealsWithRows(db, { after, upTo: extent.nr, limit: batch });
      for (const { seal, row } of links) {
        check.step(seal, row);
        met ||= seal.hash === known;
        head = seal;
      }
      if (links.length < batch) break;
    }
    const chain = check.end();
    const inserted = await strangers(db, { upTo: extent.seq, limit: mostTold });
    const cut: AuditFault[] = met ? [] : [{ kind: "cut", detail: "No seal has the hash that was the head: what it sealed is gone." }];
    const problems = [
      ...cut,
      ...[...chain.problems, ...inserted.seqs.map(asInserted)].toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0)),
    ].slice(0, mostTold);
    return {
      checkedAt: deps.clock().toISOString(),
      rows: extent.rows,
      sealed: extent.sealed,
      unsealed: extent.unsealed,
      head: head ? { seq: head.seq, hash: head.hash, sealedAt: asInstant(head.sealedAt) } : null,
      faults: chain.faults + inserted.count + cut.length,
      problems,
    };
  };

/** A time that somebody has made none is shown as the first there is; the fault is told besides. */
const asInstant = (at: Date): string => storable(at.getTime() >= 0 ? at.toISOString() : new Date(0).toISOString()).toISOString();

const asInserted = (seq: number): AuditFault => ({
  kind: "inserted",
  seq,
  detail: `Row ${seq} has no seal, and those around it have: it was put in later, or its seal was taken out.`,
});
