import type { CommandKind } from "@beckon/contracts/controls";
import { hostNotFound } from "../hosts/hosts.errors.ts";
import type { KnownProcess } from "../hosts/hosts.types.ts";
import type { Db } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { openCommands, type CommandRow } from "./commands.repository.ts";
import { notPossible } from "./controls.errors.ts";
import type { Asked, ControlsDeps } from "./controls.types.ts";
import { insert } from "./insert.ts";

/** Starts so many of a profile: the process ids are made here, so that a command that is handed over twice starts one. */
export const start = (deps: ControlsDeps, asked: Asked): Promise<CommandRow[]> =>
  deps.database.transaction(async (work) => {
    await deps.assertMayStart?.(work.db);
    const { hostId, profile: name, count } = asked.input as { hostId: string; profile: string; count: number };
    const host = await deps.hosts.lock(work, hostId);
    if (!host) throw hostNotFound();
    const profile = host.profiles.find((one) => one.name === name);
    if (!profile) throw notPossible({ detail: `${host.name} has no profile ${name}; its configuration says what it may start.` });
    const live = await deps.hosts.live(work.db, { hostId });
    const coming = comingOf(await openCommands(work.db, { hostId }), live);
    const there = [...live, ...coming].filter((one) => one.profile === name).length;
    if (there + count > profile.most)
      throw notPossible({
        detail: `${host.name} runs at most ${profile.most} of ${name} at once; ${there} of them run or are being started.`,
      });
    const names = freeNames(name, count, new Set([...live, ...coming].map(({ agent }) => agent)));
    return insert(
      deps,
      work,
      asked,
      names.map((agentName) => ({
        kind: "start" satisfies CommandKind,
        via: "host",
        subject: agentName,
        target: host.name,
        hostId,
        processId: newId("hp", asked.now.getTime()),
        profile: name,
        agentName,
      })),
    );
  });

/** How many places of each profile of a machine are taken: by what runs there, or is asked to be started. */
export const inUse =
  (deps: Pick<ControlsDeps, "hosts">) =>
  async (db: Db, hostId: string): Promise<Map<string, number>> => {
    const live = await deps.hosts.live(db, { hostId });
    const counts = new Map<string, number>();
    for (const { profile } of [...live, ...comingOf(await openCommands(db, { hostId }), live)])
      if (profile !== null) counts.set(profile, (counts.get(profile) ?? 0) + 1);
    return counts;
  };

/** What is asked to be started and has not been told of yet. */
const comingOf = (open: readonly CommandRow[], live: readonly KnownProcess[]) => {
  const told = new Set(live.map(({ id }) => id));
  return open
    .filter(({ kind, processId }) => kind === "start" && processId !== null && !told.has(processId))
    .map(({ profile, agentName }) => ({ profile, agent: agentName ?? "" }));
};

/** The lowest numbers that nobody has there: who comes after one that has ended is the same agent again. */
const freeNames = (profile: string, count: number, taken: ReadonlySet<string>): string[] => {
  const names: string[] = [];
  for (let number = 1; names.length < count; number += 1) if (!taken.has(`${profile}-${number}`)) names.push(`${profile}-${number}`);
  return names;
};
