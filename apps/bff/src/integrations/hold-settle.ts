import type { OutcomeInput } from "@beckon/contracts/decisions";
import { DomainError } from "../platform/errors.ts";
import { settleHolds, type HookHoldRow } from "./holds.repository.ts";
import type { HoldsDeps } from "./hold-types.ts";

/** What can become of holds: closed because the answer came elsewhere, or with what came of the answer. */
export const createSettling = ({ database, decisions }: HoldsDeps) => {
  const ownerOf = (row: HookHoldRow) => ({ id: row.ownerId, name: "" });

  /** A decision that stands already, or one that somebody reported on before, is no failure here. */
  const unlessSettled = async (work: Promise<unknown>): Promise<boolean> => {
    try {
      await work;
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  };

  const report = (row: HookHoldRow, outcome: OutcomeInput) => unlessSettled(decisions.reportOutcome(ownerOf(row), row.requestId, outcome));

  return {
    report,
    /** Takes the questions back, so that the cards say why. `callId`: which call it was, once that is known. */
    close: async (
      rows: readonly HookHoldRow[],
      options: { reason: string; callId?: string | undefined; lapsedAt?: Date },
    ): Promise<void> => {
      if (rows.length === 0) return;
      const { reason, callId, lapsedAt } = options;
      const closed = await settleHolds(database.db, {
        requestIds: rows.map(({ requestId }) => requestId),
        from: ["open"],
        to: { state: "closed", ...(callId ? { callId } : {}) },
        ...(lapsedAt ? { lapsedAt } : {}),
      });
      for (const row of closed) {
        const taken = await unlessSettled(decisions.cancel(ownerOf(row), row.requestId, reason));
        // It was answered, and the answer reaches nobody.
        if (!taken) await report(row, { status: "failed", message: `The answer did not reach the agent: ${reason}.` });
      }
    },
    /** The call that was answered has run, or failed. */
    finish: async (rows: readonly HookHoldRow[], outcome: OutcomeInput, callId: string | undefined): Promise<void> => {
      const finished = await settleHolds(database.db, {
        requestIds: rows.map(({ requestId }) => requestId),
        from: ["answered"],
        to: { state: "closed", ...(callId ? { callId } : {}) },
      });
      for (const row of finished) {
        const stored = await decisions.find(database.db, row.requestId);
        const { request } = stored ?? {};
        const refused = request?.options.some(({ id, tone }) => id === request.decision?.option && tone === "deny");
        const answeredNo = refused || (request?.kind === "permission" && request.decision?.option === undefined);
        // Some agents report what was refused as a call that failed: then nothing ran.
        if (answeredNo && outcome.status === "failed") continue;
        const message = answeredNo ? "It ran all the same: it had been allowed in the terminal before." : outcome.message;
        await report(row, { status: outcome.status, ...(message ? { message } : {}) });
      }
    },
    forget: (rows: readonly HookHoldRow[]) =>
      rows.length === 0
        ? Promise.resolve([])
        : settleHolds(database.db, { requestIds: rows.map(({ requestId }) => requestId), from: ["answered"], to: { state: "closed" } }),
    nameCall: (rows: readonly HookHoldRow[], callId: string) =>
      settleHolds(database.db, { requestIds: rows.map(({ requestId }) => requestId), from: ["open", "answered"], to: { callId } }),
  };
};
export type Settling = ReturnType<typeof createSettling>;
