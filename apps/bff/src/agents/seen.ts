import type { Agent } from "@beckon/contracts/agents";
import type { AgentRef } from "@beckon/contracts/decisions";
import type { Work } from "../platform/db/database.ts";
import { agentsNamed, findAgentRows, noteAgents, toAgent, type AgentRow } from "./agents.repository.ts";
import type { AgentsDeps } from "./agents.types.ts";
import { chooseAgent } from "./choose-agent.ts";
import type { SignalOwner } from "./locate.ts";
import { makeAgent } from "./make-agent.ts";
import { lockSessions } from "./sessions.repository.ts";

/** The agent that speaks: its session's, where that is known; else the one of this name on this machine. */
export const seen = async (deps: AgentsDeps, work: Work, owner: SignalOwner, ref: AgentRef | undefined): Promise<Agent> => {
  const now = deps.clock();
  const [session] = ref?.sessionId === undefined ? [] : await lockSessions(work.db, [{ ownerId: owner.id, key: ref.sessionId }]);
  const row = session?.agent ?? (await byName(work, { owner, ref, now }));
  await noteAgents(work.db, [
    {
      id: row.id,
      at: now,
      ...(ref?.vendor ? { vendor: ref.vendor } : {}),
      ...(ref?.role ? { role: ref.role } : {}),
      ...(ref?.host ? { host: ref.host } : {}),
    },
  ]);
  await deps.feed.append(work, { kind: "agent", entityId: row.id });
  return toAgent((await findAgentRows(work.db, [row.id]))[0] as AgentRow);
};

const byName = async (work: Work, { owner, ref, now }: { owner: SignalOwner; ref: AgentRef | undefined; now: Date }): Promise<AgentRow> => {
  const name = ref?.name ?? owner.name;
  const known = await agentsNamed(work.db, { ownerIds: [owner.id], names: [name] });
  const { vendor, role, host } = ref ?? {};
  const hint = { name: { ownerId: owner.id, key: "" }, owner, at: now.toISOString(), agent: { name, vendor, role, host } };
  return chooseAgent(known, hint, undefined) ?? makeAgent(work, known, { hint, parentId: undefined, now });
};
