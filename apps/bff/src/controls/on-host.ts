import type { Actor } from "@beckon/contracts/access";
import type { CommandReport, HostCommand } from "@beckon/contracts/hosts";
import type { HostCommands, KnownHost } from "../hosts/hosts.types.ts";
import type { Work } from "../platform/db/database.ts";
import { lockOfHost, markDelivered, openCommands, updateCommand, waitingFor, type CommandRow } from "./commands.repository.ts";
import type { ControlsDeps } from "./controls.types.ts";
import { toHostCommand } from "./present.ts";
import { settle, tellEnd } from "./settle.ts";

type Deps = Pick<ControlsDeps, "database" | "clock" | "feed" | "audit">;

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
      const after = row && (await note(deps, work, { row, report, actor }));
      if (after) rows.set(report.id, after);
    }
    return [...new Set(reports.map(({ id }) => id))].filter((id) => !rows.has(id));
  };

/** Goes on a state, never back one; what is told again changes nothing. */
const note = async (deps: Deps, work: Work, { row, report, actor }: { row: CommandRow; report: CommandReport; actor: Actor }) => {
  const now = deps.clock();
  const { state, result } = report;
  if (row.endedAt) return noteLate(deps, work, { row, report, actor });
  if (state === "acknowledged") {
    if (row.state === "acknowledged") return undefined;
    const begun = await updateCommand(work.db, row.id, { state, deliveredAt: row.deliveredAt ?? now, acknowledgedAt: now });
    await deps.feed.append(work, { kind: "command", entityId: row.id });
    return begun;
  }
  const ended = await updateCommand(work.db, row.id, {
    state,
    deliveredAt: row.deliveredAt ?? now,
    acknowledgedAt: row.acknowledgedAt ?? now,
    endedAt: now,
    result: result ?? null,
  });
  await tellEnd(deps, work, ended, actor);
  return ended;
};

const lateMark = "It came late: ";

/** A command that was given up stays so, with what the machine says of it: the process table tells the rest. */
const noteLate = async (deps: Deps, work: Work, { row, report, actor }: { row: CommandRow; report: CommandReport; actor: Actor }) => {
  if (row.state !== "expired" || report.state === "acknowledged" || row.result?.includes(lateMark)) return undefined;
  const said = `${lateMark}${report.state}${report.result ? `, ${report.result}` : "."}`;
  const late = await updateCommand(work.db, row.id, { result: row.result ? `${row.result} ${said}` : said });
  await deps.feed.append(work, { kind: "command", entityId: row.id });
  await deps.audit.append(work, {
    actor,
    action: "command.late",
    subject: row.id,
    detail: { kind: row.kind, of: row.subject, at: row.target, result: said },
  });
  return late;
};

const dropAll =
  (deps: Deps) =>
  async (work: Work, host: Pick<KnownHost, "id" | "name">, actor: Actor): Promise<void> => {
    const open = await openCommands(work.db, { hostId: host.id });
    for (const { id } of open.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
      await settle(deps, work, { id, state: "cancelled", result: `${host.name} was forgotten.`, actor });
  };
