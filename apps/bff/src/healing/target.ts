import type { HealingAct, HealingSubject } from "@beckon/contracts/healing";
import type { Finding } from "./diagnose/finding.ts";
import { isAlive } from "./world.ts";

/** What an act needs to know to be carried out; kept with its step, so that whoever carries it out need not look again. */
export type Target = {
  hostId?: string;
  processId?: string;
  profile?: string;
  alive?: boolean;
  agentIds?: string[];
  taskId?: string;
  taskVersion?: number;
  taskEnded?: boolean;
  toAgentId?: string;
};

export const targetOf = ({ process, task, taskId, taskEnded, agent, of }: Finding, act: HealingAct, to?: HealingSubject): Target => {
  // Of one cause of several: the first that can be tried.
  const tried = process ?? (act === "ask" ? of?.find((one) => one.process !== undefined)?.process : undefined);
  const agentIds = [tried?.agentId, agent?.id].filter((id) => id !== undefined);
  return {
    ...(tried ? { hostId: tried.hostId, processId: tried.id, profile: tried.profile, alive: isAlive(tried) } : {}),
    ...(agentIds.length > 0 ? { agentIds: [...new Set(agentIds)] } : {}),
    ...(task ? { taskId: task.id, taskVersion: task.version } : taskId === undefined ? {} : { taskId, taskEnded: taskEnded ?? false }),
    ...(to ? { toAgentId: to.id } : {}),
  };
};
