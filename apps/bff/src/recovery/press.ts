import { recoveryStepUp, recoveryWords, resumeWord, type Recovery, type RecoveryInput } from "@beckon/contracts/recovery";
import { actorOf } from "../access/callers.ts";
import type { Db } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { look } from "./preview.ts";
import { present } from "./present.ts";
import { cannotResume, nothingToDo, passkeyRequired, previewChanged, recoveryNotFound, wrongWord } from "./recovery.errors.ts";
import {
  changeRecovery,
  findByKey,
  findRecovery,
  findUnderWay,
  insertItems,
  insertRecovery,
  markBack,
  type ItemRow,
  type RecoveryRow,
} from "./recovery.repository.ts";
import { carryQueue, meansAll, most, type Planned, type RecoveryDeps } from "./recovery.types.ts";

type Pressed = { recovery: Recovery; created: boolean };

/**
 * A person presses: what is touched is written down, whole, before anything is done. Pressed twice, or by two people at
 * once, it is one; the others get the one that there is.
 */
export const press =
  (deps: RecoveryDeps) =>
  async (caller: Caller, input: RecoveryInput, key: string | undefined): Promise<Pressed> => {
    const { database } = deps;
    assertWord(input.confirm, recoveryWords[input.action]);
    const asked = {
      caller,
      input,
      key,
      callerId: callerIdOf(caller),
      inputHash: sha256(JSON.stringify({ ...input, previewOf: undefined })),
    };
    const before = await standing(database.db, asked);
    if (before) return { recovery: await shown(database.db, before), created: false };
    await assertConfirmed(deps, caller);
    const { planned, preview } = await look(deps, database.db, input.action);
    if (input.previewOf !== undefined && input.previewOf !== preview.hash && !meansAll.has(input.action))
      throw previewChanged({ detail: "Look at it as it is now.", extra: { preview } });
    if (preview.total === 0 && input.action !== "maintenance")
      throw nothingToDo({ detail: "Nothing is there that it would touch.", extra: { preview } });
    try {
      const row = await write(deps, asked, planned);
      if (row) return { recovery: await shown(database.db, row), created: true };
    } catch (error) {
      // The same request at the same instant was faster.
      if (!(await standing(database.db, asked))) throw error;
    }
    const faster = (await standing(database.db, asked)) ?? (await findUnderWay(database.db, input.action));
    if (!faster) return press(deps)(caller, input, key);
    return { recovery: await shown(database.db, faster), created: false };
  };

type Asked = { caller: Caller; input: RecoveryInput; key: string | undefined; callerId: string; inputHash: string };

const shown = async (db: Db, row: RecoveryRow): Promise<Recovery> => (await present(db, [row]))[0] as Recovery;

/** What this press is already: of the same key, or the one of its kind that has not ended. */
const standing = async (db: Db, { key, callerId, inputHash, input }: Asked): Promise<RecoveryRow | undefined> => {
  const mine = key === undefined ? undefined : await findByKey(db, { callerId, key });
  if (mine && mine.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for a new recovery." });
  return mine ?? findUnderWay(db, input.action);
};

const write = (deps: RecoveryDeps, asked: Asked, planned: readonly Planned[]): Promise<RecoveryRow | undefined> => {
  const { database, clock, feed, audit, jobs } = deps;
  const { input, caller } = asked;
  const now = clock();
  const id = newId("rc", now.getTime());
  const isMaintenance = input.action === "maintenance";
  const row: RecoveryRow = {
    id,
    action: input.action,
    state: isMaintenance ? "done" : "running",
    by: actorOf(caller),
    caller,
    callerId: asked.callerId,
    idempotencyKey: asked.key ?? null,
    inputHash: asked.inputHash,
    reason: input.reason ?? null,
    requestedAt: now,
    endedAt: isMaintenance ? now : null,
    resumedBy: null,
    resumeCaller: null,
    resumeAskedAt: null,
    resumedAt: null,
  };
  return database.transaction(async (work) => {
    if (!(await insertRecovery(work.db, row))) return undefined;
    await insertItems(
      work.db,
      planned.map((item, n) => toRow(id, item, n)),
    );
    await audit.append(work, {
      actor: row.by,
      action: "recovery.requested",
      subject: id,
      detail: {
        what: row.action,
        touches: planned.filter(({ act }) => act !== "none").length,
        ...(row.reason ? { reason: row.reason } : {}),
      },
    });
    await feed.append(work, { kind: "recovery", entityId: id });
    if (!isMaintenance) await jobs.enqueue(work, carryQueue, { id });
    return row;
  });
};

const toRow = (recoveryId: string, { kind, id, name, where, before, act, effect, hostId, agentId }: Planned, n: number): ItemRow => ({
  recoveryId,
  n,
  kind,
  targetId: id,
  name,
  place: where || null,
  before,
  act,
  effect,
  hostId: hostId ?? null,
  agentId: agentId ?? null,
  state: act === "none" ? "skipped" : "requested",
  words: act === "none" ? effect : null,
  commandId: null,
  pauseId: null,
  kept: null,
  backState: null,
  backWords: null,
  backCommandId: null,
});

const callerIdOf = (caller: Caller): string => {
  if (caller.kind === "device") return caller.deviceId;
  if (caller.kind === "token") return caller.tokenId;
  throw new Error(`a ${caller.kind} passed a guard for people`);
};

const assertWord = (said: string, word: string): void => {
  if (said.trim().toLowerCase() !== word)
    throw wrongWord({ detail: `Type "${word}".`, extra: { errors: [{ pointer: "/confirm", detail: `must be "${word}"` }] } });
};

/** As for an answer of high risk: where a passkey is enrolled it has been used on this device just now. */
const assertConfirmed = async ({ stepUp, database: { db } }: RecoveryDeps, caller: Caller): Promise<void> => {
  if (caller.kind !== "device" || !(await stepUp.enrolled(db, caller.personId))) return;
  if (await stepUp.fresh(db, { deviceId: caller.deviceId, requestId: recoveryStepUp })) return;
  throw passkeyRequired({ detail: "What touches the whole team is confirmed with your passkey." });
};

/** Brings back what was done. Asked for again it is the same; what is still on its way is taken back, or brought back when it has arrived. */
export const resume =
  (deps: RecoveryDeps) =>
  async (caller: Caller, id: string, { confirm }: { confirm: string }): Promise<Recovery> => {
    const { database, clock, feed, audit, jobs } = deps;
    assertWord(confirm, resumeWord);
    const before = await findRecovery(database.db, id);
    if (!before) throw recoveryNotFound();
    if (before.state === "resuming" || before.state === "resumed") return shown(database.db, before);
    const [now] = await present(database.db, [before]);
    if (!now?.canResume) throw cannotResume({ detail: now?.lasting ?? "There is nothing to bring back." });
    await assertConfirmed(deps, caller);
    const by = actorOf(caller);
    const sent = await database.transaction(async (work) => {
      const isMaintenance = before.action === "maintenance";
      const at = clock();
      const row = await changeRecovery(
        work.db,
        { id, from: ["running", "done"] },
        {
          state: isMaintenance ? "resumed" : "resuming",
          resumedBy: by,
          resumeCaller: caller,
          resumeAskedAt: at,
          ...(isMaintenance ? { resumedAt: at } : {}),
        },
      );
      if (!row) return [];
      await audit.append(work, { actor: by, action: "recovery.resume_requested", subject: id, detail: { what: row.action } });
      await feed.append(work, { kind: "recovery", entityId: id });
      if (isMaintenance) return [];
      const open = await markBack(work.db, id);
      await jobs.enqueue(work, carryQueue, { id });
      return open;
    });
    // What nobody has fetched yet is not to happen any more; what was fetched is brought back when it has happened.
    for (const commandId of sent.slice(0, most.items)) await deps.controls.cancel(caller, commandId).catch(() => undefined);
    return shown(database.db, (await findRecovery(database.db, id)) as RecoveryRow);
  };
