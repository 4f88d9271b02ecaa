import type { Agent } from "@beckon/contracts/agents";
import { agentNotFound } from "./agents.errors.ts";
import { patchAgent, toAgent } from "./agents.repository.ts";
import type { AgentsDeps } from "./agents.types.ts";
import { agentTopic } from "./known-sessions.ts";
import { placeOf } from "./place.ts";
import { sessionsOfAgent } from "./sessions.repository.ts";

export type AgentPatch = {
  name?: string | null | undefined;
  role?: string | null | undefined;
  payment?: "tokens" | "plan" | null | undefined;
};

/** What a person calls an agent, made it, and how it is paid; `null` takes it back. What it used so far goes with it. */
export const patch =
  (deps: AgentsDeps) =>
  (id: string, { name, role, payment }: AgentPatch): Promise<Agent> =>
    deps.database.transaction(async (work) => {
      const agent = await patchAgent(work.db, id, {
        ...(name === undefined ? {} : { givenName: name }),
        ...(role === undefined ? {} : { givenRole: role }),
        ...(payment === undefined ? {} : { payment }),
      });
      if (!agent) throw agentNotFound();
      if (role !== undefined || payment !== undefined) {
        const sessions = await sessionsOfAgent(work.db, id);
        await deps.rebook(work, new Map(sessions.map((row) => [row.id, placeOf({ agent, state: row.state })])));
      }
      await deps.feed.append(work, { kind: "agent", entityId: id });
      work.wake({ topic: agentTopic, key: id });
      return toAgent(agent);
    });
