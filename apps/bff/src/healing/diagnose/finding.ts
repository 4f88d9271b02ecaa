import type { HealingEvidence, HealingFault, HealingLeft, HealingSubject } from "@beckon/contracts/healing";
import type { AgentFact, HostFact, ProcessFact, TaskFact } from "../world.ts";

/** Something that is wrong. `key` names whom it is about over time: the same agent of a machine, whatever process it is. */
export type Finding = {
  fault: HealingFault;
  key: string;
  subject: HealingSubject;
  since: string;
  reason: string;
  evidence: readonly HealingEvidence[];
  /** Plain enough to act on without any history. */
  clear: boolean;
  process?: ProcessFact;
  task?: TaskFact;
  /** Poisoned: the newest attempt. */
  taskId?: string;
  taskEnded?: boolean;
  agent?: AgentFact;
  hostId?: string;
  role?: string;
  vendor?: string;
  until?: string;
  /** One cause of several: what was found of each. */
  of?: readonly Finding[];
};

export type Diagnosis = { findings: Finding[]; left: HealingLeft[] };

export const subjectOfAgent = ({ id, name }: Pick<AgentFact, "id" | "name">): HealingSubject => ({ kind: "agent", id, name });
export const subjectOfHost = ({ id, name }: Pick<HostFact, "id" | "name">): HealingSubject => ({ kind: "host", id, name });
export const subjectOfTask = ({ id, title }: Pick<TaskFact, "id" | "title">): HealingSubject => ({ kind: "task", id, name: title });
/** A process is its agent, to people. */
export const subjectOfProcess = ({ id, agent, agentId }: ProcessFact): HealingSubject =>
  agentId === undefined ? { kind: "process", id, name: agent } : { kind: "agent", id: agentId, name: agent };
