import type { Caller } from "../platform/http/env.ts";
import type { Work } from "../platform/db/database.ts";
import { DomainError } from "../platform/errors.ts";
import { tell, type Doing } from "./carry-out.ts";
import { claimItems, saveOutcomes, type ItemRow, type Outcome } from "./recovery.repository.ts";
import { patience, type RecoveryDeps } from "./recovery.types.ts";
import { actionWords } from "./words.ts";

const sendingOf = ({ row, way }: Doing, timeoutSeconds: number) => ({
  by: way === "do" ? row.by : (row.resumedBy ?? row.by),
  sender: row.id,
  way,
  reason:
    `${way === "do" ? actionWords[row.action] : `Resume after: ${actionWords[row.action]}`}${row.reason ? `: ${row.reason}` : ""}`.slice(
      0,
      500,
    ),
  timeoutSeconds,
});

/** The same to all of one machine that wait, in one transaction. */
export const sendProcesses = async (deps: RecoveryDeps, doing: Doing, items: readonly ItemRow[]): Promise<void> => {
  const { database, controls } = deps;
  const { row, way } = doing;
  const [{ act, hostId }] = items as [ItemRow, ...ItemRow[]];
  const kind = way === "back" ? "resume" : act === "restart" ? "restart" : "pause";
  await database.transaction(async (work) => {
    // The machine before the items, as everybody locks them.
    await controls.sendToHost(work, { ...sendingOf(doing, patience.hostSeconds), kind }, { hostId: hostId as string, errands: [] });
    const claimed = await claimItems(work.db, row.id, { way, ns: items.map(({ n }) => n) });
    const kept = way === "back" ? await changedSince(deps, work, claimed) : new Map<number, string>();
    const errands = claimed.filter(({ n }) => !kept.has(n)).map(({ n, targetId }) => ({ n, processId: targetId }));
    const sent = await controls.sendToHost(
      work,
      { ...sendingOf(doing, patience.hostSeconds), kind },
      { hostId: hostId as string, errands },
    );
    const outcomes = [
      ...[...kept].map(([n, words]): Outcome => ({ n, state: "skipped", words })),
      ...sent.map((one): Outcome => {
        if ("command" in one) return { n: one.n, state: "sent", commandId: one.command.id };
        return { n: one.n, state: "skipped", words: one.refused };
      }),
    ];
    await saveOutcomes(work.db, row.id, { way, outcomes });
    if (claimed.length > 0) await tell(deps, work, row.id);
  });
};

/** Only what this recovery stopped, and nobody has touched since, is brought back. */
const changedSince = async ({ controls }: RecoveryDeps, work: Work, items: readonly ItemRow[]): Promise<Map<number, string>> => {
  const last = await controls.lastOf(
    work.db,
    items.map(({ targetId }) => targetId),
  );
  const words = new Map<number, string>();
  for (const { n, targetId, commandId } of items) {
    const command = last.get(targetId);
    if (command && command.id !== commandId) words.set(n, `Left alone: ${command.kind} by ${command.by.name ?? "somebody"} came after it.`);
  }
  return words;
};

/** At the next step of a run, or on from the step where it stands. */
export const sendRun = async (deps: RecoveryDeps, doing: Doing, item: ItemRow): Promise<void> => {
  const { row, way } = doing;
  const caller = (way === "do" ? row.caller : (row.resumeCaller ?? row.caller)) as Caller;
  const settle = (state: "failed" | "skipped", words: string) =>
    deps.database.transaction(async (work) => {
      const claimed = await claimItems(work.db, row.id, { way, ns: [item.n] });
      await saveOutcomes(work.db, row.id, { way, outcomes: claimed.map(({ n }) => ({ n, state, words })) });
      await tell(deps, work, row.id);
    });
  const [agent] = await deps.agents.find(deps.database.db, [item.agentId ?? ""]);
  if (!agent) return settle("skipped", "It is forgotten.");
  if (way === "back") {
    const pause = (await deps.pauses.latest(deps.database.db, [item.targetId])).get(item.targetId);
    if (pause?.id !== item.pauseId) return settle("skipped", "Left alone: somebody held it anew.");
    if (pause?.state !== "held" && pause?.state !== "requested")
      return settle("skipped", pause?.note ? `It goes on already: ${pause.note}` : "It goes on already.");
  }
  try {
    await deps.controls.sendToRun(
      caller,
      { ...sendingOf(doing, patience.stepSeconds), kind: way === "do" ? "pause" : "resume" },
      {
        n: item.n,
        agent,
        session: { id: item.targetId },
        made: async (work, command) => {
          const outcome = { n: item.n, commandId: command.id, ...(command.pauseId ? { pauseId: command.pauseId } : {}) };
          const state = command.state === "done" ? "done" : "sent";
          await saveOutcomes(work.db, row.id, { way, outcomes: [{ ...outcome, state, words: command.result }] });
          await tell(deps, work, row.id);
        },
      },
    );
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await settle("skipped", error.detail ?? error.message);
  }
};
