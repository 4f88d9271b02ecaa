import type { Agent } from "@beckon/contracts/agents";
import type { Db } from "../platform/db/database.ts";
import type { LiveAgent } from "./live-agents.ts";
import type { TasksDeps } from "./tasks.types.ts";

/** An agent that is here, with all ids under which it is known; `owner`: the token that it comes with. */
export type OneAgent = LiveAgent & { ids: string[]; owner: string };

const nameOn = ({ name, host }: Pick<Agent, "name" | "host">): string => JSON.stringify([name, host ?? ""]);

/** A runner reports the agents that it started under its own token; of one that speaks itself too, that one counts. */
export const oneOfEach = async (
  { agents, runners }: Pick<TasksDeps, "agents" | "runners">,
  db: Db,
  live: readonly LiveAgent[],
): Promise<OneAgent[]> => {
  const ids = live.map(({ agent }) => agent.id);
  const owners = new Map((await agents.called(db, [], ids)).map(({ id, ownerId }) => [id, ownerId]));
  const machines = (await runners?.(db)) ?? new Map<string, string>();
  const isTold = ({ agent }: LiveAgent) => machines.has(owners.get(agent.id) ?? "");
  const told = Map.groupBy(live.filter(isTold), ({ agent }) => nameOn(agent));
  const speaking = live.filter((one) => !isTold(one));
  const spoken = new Set(speaking.map(({ agent }) => nameOn(agent)));
  const silent = live.filter((one) => isTold(one) && !spoken.has(nameOn(one.agent)));
  return [...speaking, ...silent].map((one) => ({
    ...one,
    ids: [...new Set([one.agent.id, ...(told.get(nameOn(one.agent)) ?? []).map(({ agent }) => agent.id)])],
    owner: owners.get(one.agent.id) ?? "",
  }));
};

/**
 * The agents that a runner tells of where this one speaks itself: what was given to the one of its name on its machine is
 * for it.
 */
export const twinsOf = async (
  { agents, runners }: Pick<TasksDeps, "agents" | "runners">,
  db: Db,
  { id, name, host }: Agent,
): Promise<string[]> => {
  const called = (await agents.called(db, [name])).filter((one) => one.id !== id);
  if (!runners || called.length === 0) return [];
  const machines = await runners(db);
  const told = called.filter(({ ownerId }) => machines.has(ownerId) && (host === undefined || host === machines.get(ownerId)));
  const found = new Map(
    (
      await agents.find(
        db,
        told.map((one) => one.id),
      )
    ).map((one) => [one.id, one]),
  );
  return told.filter((one) => found.get(one.id)?.host === machines.get(one.ownerId)).map((one) => one.id);
};
