import type { Actor } from "@beckon/contracts/access";
import type { CommandReport, HostCommand } from "@beckon/contracts/hosts";
import type { HostCommands, KnownHost } from "../hosts/hosts.types.ts";
import type { Work } from "../platform/db/database.ts";
import { lockOfHost, markDelivered, openCommands, saveProgress, waitingFor, type CommandRow } from "./commands.repository.ts";
import type { ControlsDeps } from "./controls.types.ts";
import { toHostCommand } from "./present.ts";
import { settle, tellEnds, type SettleDeps } from "./settle.ts";

type Deps = Pick<ControlsDeps, "database"> & SettleDeps;

/** So many commands go with one answer; the next ones come with the next. */
const mostAtOnce = 100;

/** What is done on machines, as their runners fetch it and tell of it. */
export const onHost = (deps: Deps): HostCommands => ({ deliver: deliver(deps), told: told(deps), dropAll: dropAll(deps) });

const deliver =
  ({ database, clock, feed }: Deps) =>
  async (hostId: string): Promise<HostCommand[]> => {
    const now = clock();
    const asked = { hostId, now, limit: mostAtOnce };
    const waiting = await waitingFor(database.db, asked);
    const fresh = waiting.filter(({ state }) => state === "requested").map(({ id }) => id);
    if (fresh.length === 0) return waiting.map(toHostCommand);
    return database.transaction(async (work) => {
      const marked = await markDelivered(work.db, fresh, now);
      await feed.append(work, ...marked.map((entityId) => ({ kind: "command" as const, entityId })));
      // Read again: what somebody took back meanwhile is not handed over.
      return (await waitingFor(work.db, asked)).filter(({ state }) => state === "delivered").map(toHostCommand);
    });
  };

const told =
  (deps: Deps) =>
  async (work: Work, host: Pick<KnownHost, "id" | "name" | "tokenId">, reports: readonly CommandReport[]): Promise<string[]> => {
    const locked = await lockOfHost(
      work.db,
      host.id,
      reports.map(({ id }) => id),
    );
    const rows = new Map(locked.map((row) => [row.id, row]));
    const actor: Actor = { kind: "agent", id: host.tokenId, name: host.name };
    for (const report of reports) {
      const row = rows.get(report.id);
      const after = row && noted(row, report, deps.clock());
      if (after) rows.set(report.id, after);
    }
    await write(deps, work, { before: locked, after: rows, actor });
    return [...new Set(reports.map(({ id }) => id))].filter((id) => !rows.has(id));
  };

/** Goes on a state, never back one; what is told again changes nothing. */
const noted = (row: CommandRow, { state, result }: CommandReport, now: Date): CommandRow | undefined => {
  if (row.endedAt) return notedLate(row, { state, result });
  if (state === "acknowledged" && row.state === "acknowledged") return undefined;
  const begun = { ...row, state, deliveredAt: row.deliveredAt ?? now, acknowledgedAt: row.acknowledgedAt ?? now };
  return state === "acknowledged" ? begun : { ...begun, endedAt: now, result: result ?? null };
};

const lateMark = "It came late: ";

/** A command that was given up stays so, with what the machine says of it: the process table tells the rest. */
const notedLate = (row: CommandRow, { state, result }: Omit<CommandReport, "id">): CommandRow | undefined => {
  if (row.state !== "expired" || state === "acknowledged" || row.result?.includes(lateMark)) return undefined;
  const said = `${lateMark}${state}${result ? `, ${result}` : "."}`;
  return { ...row, result: row.result ? `${row.result} ${said}` : said };
};

type Noted = { before: readonly CommandRow[]; after: ReadonlyMap<string, CommandRow>; actor: Actor };

/** All that was noted at once: a machine that was told a hundred things tells of a hundred ends. */
const write = async (deps: Deps, work: Work, { before, after, actor }: Noted): Promise<void> => {
  const changed = before.flatMap((old) => {
    const row = after.get(old.id);
    return row && row !== old ? [{ old, row }] : [];
  });
  await saveProgress(
    work.db,
    changed.map(({ row }) => row),
  );
  const rowsOf = (which: (one: (typeof changed)[number]) => boolean) => changed.filter(which).map(({ row }) => row);
  const begun = rowsOf(({ row }) => row.endedAt === null);
  await deps.feed.append(work, ...begun.map(({ id }) => ({ kind: "command" as const, entityId: id })));
  await tellEnds(
    deps,
    work,
    rowsOf(({ old, row }) => old.endedAt === null && row.endedAt !== null),
    actor,
  );
  await tellLate(
    deps,
    work,
    rowsOf(({ old }) => old.endedAt !== null),
    actor,
  );
};

const tellLate = async (deps: Deps, work: Work, rows: readonly CommandRow[], actor: Actor): Promise<void> => {
  if (rows.length === 0) return;
  const saidOf = ({ result }: CommandRow) => (result ?? "").slice((result ?? "").indexOf(lateMark));
  await deps.feed.append(work, ...rows.map(({ id }) => ({ kind: "command" as const, entityId: id })));
  await deps.audit.append(
    work,
    ...rows.map((row) => ({
      actor,
      action: "command.late",
      subject: row.id,
      detail: { kind: row.kind, of: row.subject, at: row.target, result: saidOf(row) },
    })),
  );
  const late = (row: CommandRow) => (saidOf(row).startsWith(`${lateMark}done`) ? ("done" as const) : ("failed" as const));
  await deps.ended?.(
    work,
    rows.map((row) => ({ id: row.id, state: row.state, result: row.result, late: late(row) })),
  );
};

const dropAll =
  (deps: Deps) =>
  async (work: Work, host: Pick<KnownHost, "id" | "name">, actor: Actor): Promise<void> => {
    const open = await openCommands(work.db, { hostId: host.id });
    for (const { id } of open.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
      await settle(deps, work, { id, state: "cancelled", result: `${host.name} was forgotten.`, actor });
  };
