import type { SessionPlace } from "../usage/usage.types.ts";
import type { AgentRow } from "./agents.repository.ts";
import type { SessionState } from "./session-state.ts";

/** Whose account a session's usage goes to: what a person said of the agent before what the agent says. */
export const placeOf = ({ agent, state }: { agent: AgentRow; state: SessionState }): SessionPlace => {
  const role = agent.givenRole ?? agent.role;
  const payment = agent.payment ?? state.payment;
  return {
    agentId: agent.id,
    ...(role ? { role } : {}),
    ...(state.project ? { project: state.project } : {}),
    ...(state.task ? { task: state.task.id } : {}),
    ...(payment ? { payment } : {}),
    ...(agent.demo ? { demo: true } : {}),
  };
};
