import type { AuditFault } from "@beckon/contracts/access";
import { genesis, sealHash } from "./audit-chain.ts";
import type { AuditRow, AuditSeal } from "./audit.table.ts";

/** So many are told one by one; the others are counted. */
export const mostTold = 100;

type Suspect = { seal: AuditSeal; row: AuditRow; before: string[] };

/**
 * Follows the chain link by link, and holds no more than it tells. After a fault it goes on from the hash that stands
 * there, so that one fault is told once.
 */
export const createChainCheck = () => {
  let faults = 0;
  const told: AuditFault[] = [];
  const changed: Suspect[] = [];
  let nr = 0;
  let seq = 0;
  /** The hash before the next seal: as it stands, and as it should stand. None: nobody knows. */
  let before: string[] = [genesis];
  let suspect: Suspect | undefined;

  const tell = (fault: AuditFault) => {
    faults += 1;
    if (told.length < mostTold) told.push(fault);
  };

  /** The link after it has told whether its row or its seal is the one that was touched. */
  const settle = (sealTouched: boolean) => {
    if (!suspect) return;
    const { seal } = suspect;
    if (sealTouched)
      tell({ kind: "seal_changed", seq: seal.seq, detail: `The seal of row ${seal.seq} is not the one that was made for it.` });
    else {
      faults += 1;
      if (changed.length < mostTold) changed.push(suspect);
    }
    suspect = undefined;
  };

  const step = (seal: AuditSeal, row: AuditRow | undefined): void => {
    if (seal.nr < 1) {
      tell({ kind: "seal_changed", seq: seal.seq, detail: `The seal of row ${seal.seq} stands before the first one.` });
      return;
    }
    if (seal.nr !== nr + 1) {
      const gone = seal.nr - nr - 1;
      settle(false);
      tell({
        kind: "seal_removed",
        seq: seal.seq,
        detail: `${gone === 1 ? "One seal is" : `${gone} seals are`} missing before that of row ${seal.seq}.`,
      });
      before = [];
    }
    if (seal.seq <= seq) tell({ kind: "reordered", seq: seal.seq, detail: `The seal of row ${seal.seq} stands after that of row ${seq}.` });
    nr = seal.nr;
    seq = Math.max(seq, seal.seq);
    if (!row) {
      settle(false);
      tell({ kind: "removed", seq: seal.seq, detail: `Row ${seal.seq} was sealed, and is gone.` });
      before = [seal.hash];
      return;
    }
    const should = before.map((hash) => sealHash(hash, row, seal.sealedAt));
    const fits = should.indexOf(seal.hash);
    settle(fits > 0);
    if (fits === -1 && should.length > 0) suspect = { seal, row, before };
    before = fits === -1 ? [seal.hash, ...should.slice(0, 1)] : [seal.hash];
  };

  const end = (): { faults: number; problems: AuditFault[] } => {
    settle(false);
    return { faults, problems: [...told, ...changed.map((one) => asFault(one, changed))] };
  };
  return { step, end };
};

/** Changed, or what another changed one was when it was sealed. */
const asFault = ({ seal, before }: Suspect, all: readonly Suspect[]): AuditFault => {
  const { seq } = seal;
  const moved = all.find(
    ({ row }) => row.seq !== seq && before.some((hash) => sealHash(hash, { ...row, seq }, seal.sealedAt) === seal.hash),
  );
  return moved
    ? { kind: "reordered", seq, detail: `What was sealed as row ${seq} stands as row ${moved.row.seq}.` }
    : { kind: "changed", seq, detail: `Row ${seq}, or what stood before it, is not what was sealed.` };
};
