import type { LivenessState } from "@beckon/metrics/liveness";
import type { IconName } from "@beckon/ui/icons";
import type { AgentRow } from "./fleet-view.ts";

export type Tone = "beacon" | "bad" | "good" | "info" | "faint";
export type StateLook = { word: string; icon: IconName; tone: Tone };

/** Each state by shape, colour and word; never by colour alone. */
export const stateLooks: Record<LivenessState, StateLook> = {
  waiting: { word: "Waiting", icon: "circle", tone: "beacon" },
  failed: { word: "Failed", icon: "crossFill", tone: "bad" },
  stale: { word: "Stale", icon: "triangle", tone: "bad" },
  working: { word: "Working", icon: "square", tone: "good" },
  idle: { word: "Idle", icon: "squareLine", tone: "info" },
  offline: { word: "Offline", icon: "ring", tone: "faint" },
};

/** With what and where an agent works, from what it told; unknown parts are left out. */
export function placesOf({ agent, session }: Pick<AgentRow, "agent" | "session">): string[] {
  return [agent.vendor, agent.role, session?.project, agent.host].filter((part): part is string => part !== undefined && part !== "");
}

/** The task that an agent is on, with how far it is: "Orders v2 · 40 %"; else what it was asked first. */
export function taskWords({ session }: Pick<AgentRow, "session">): string | undefined {
  const task = session?.task;
  if (task === undefined) return session?.title;
  const progress = task.progress === undefined ? undefined : `${Math.round(task.progress)} %`;
  return [task.subject ?? task.id, progress ?? task.status].filter(Boolean).join(" · ");
}

/** "1 agent", "12 agents". */
export const agentWords = (count: number): string => (count === 1 ? "1 agent" : `${count} agents`);
