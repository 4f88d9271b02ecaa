import type { HealingLeft } from "@beckon/contracts/healing";
import { seen, type AgentFact, type ProcessFact } from "../world.ts";
import { subjectOfAgent, subjectOfProcess } from "./finding.ts";

type Why = Pick<HealingLeft, "reason" | "evidence" | "person">;

/** Why an agent is not touched, whatever it looks like: it waits for a person, or stands as a person wants it to. */
const agentHeld = (agent: AgentFact): Why | undefined => {
  if (agent.waitingSince !== undefined)
    return {
      reason: "It waits for a person's answer: that is no fault.",
      evidence: [seen("Asked for a decision", agent.name, agent.waitingSince)],
      person: true,
    };
  if (agent.paused)
    return { reason: `Paused by ${agent.paused.by}: it stays so.`, evidence: [seen("Paused", agent.name, agent.paused.at)], person: true };
  return undefined;
};

const processHeld = ({ underWay, paused, stopped, host }: ProcessFact): Why | undefined => {
  if (underWay)
    return {
      reason: `${underWay.kind} by ${underWay.by} is under way.`,
      evidence: [seen(`${underWay.kind} asked for`, host, underWay.at)],
      person: false,
    };
  if (paused) return { reason: `Paused by ${paused.by}: it stays so.`, evidence: [seen("Paused", host, paused.at)], person: true };
  if (stopped) return { reason: `Stopped by ${stopped.by}: it stays so.`, evidence: [seen("Stopped", host, stopped.at)], person: true };
  return undefined;
};

export const heldAgent = (agent: AgentFact): HealingLeft | undefined => {
  const why = agentHeld(agent);
  return why && { subject: subjectOfAgent(agent), ...why };
};

export const heldProcess = (process: ProcessFact, kin: readonly AgentFact[]): HealingLeft | undefined => {
  const why = processHeld(process) ?? kin.map(agentHeld).find((one) => one !== undefined);
  return why && { subject: subjectOfProcess(process), ...why };
};
