import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { agentsNamed, countAgents, insertAgent, type AgentRow } from "./agents.repository.ts";
import type { Hint } from "./choose-agent.ts";

/** As many as people can be shown. A name that is another one for each task would else fill the table. */
export const mostAgents = 1_000;

type Making = { hint: Hint; parentId: string | undefined; now: Date };

/**
 * A new agent, added to `known`. A token that has named its full number is told of by its own agent from then on:
 * nothing that is reported is lost, it only has no name of its own.
 */
export const makeAgent = async (work: Work, known: AgentRow[], { hint, parentId, now }: Making): Promise<AgentRow> => {
  const { owner } = hint;
  const isFull = (await countAgents(work.db, owner.id)) >= mostAgents;
  const own = isFull ? await agentsNamed(work.db, { ownerIds: [owner.id], names: [owner.name] }) : [];
  const standIn = own.find((row) => row.parentId === "");
  if (standIn) return standIn;
  const unnamed: Hint = { name: hint.name, owner, at: hint.at };
  const agent = await insertAgent(work.db, isFull ? agentRow(unnamed, undefined, now) : agentRow(hint, parentId, now));
  known.push(agent);
  return agent;
};

const agentRow = ({ owner, agent }: Hint, parentId: string | undefined, now: Date) => ({
  id: newId("ag", now.getTime()),
  ownerId: owner.id,
  name: agent?.name ?? owner.name,
  vendor: agent?.vendor ?? null,
  role: agent?.role ?? null,
  host: agent?.host ?? "",
  parentId: parentId ?? "",
  demo: owner.demo ?? false,
  firstSeenAt: now,
  lastSeenAt: now,
});
