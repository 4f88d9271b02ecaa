import type { ComponentState } from "@beckon/contracts/health";

/** A database that needs longer than this for nothing at all holds everything up, in milliseconds. */
const slowMs = 250;
/** So long may a job that is due wait before that is told, and before people wait for it, in seconds. */
const dueSeconds = { degraded: 30, down: 300 } as const;
/** Agents at work say something at least so often, by METRICS ("stale"), in milliseconds. */
const silentMs = 600_000;

export type Judged = { state: ComponentState; words: string };

/** Of something that answers when it is asked: `tookMs`, or that it did not. */
export const judgeAnswer = (tookMs: number | undefined): Judged => {
  if (tookMs === undefined) return { state: "down", words: "It does not answer" };
  return tookMs > slowMs ? { state: "degraded", words: "It answers slowly" } : { state: "up", words: "It answers" };
};

/** Of the jobs: whether this process works any, and how long the one that is longest due waits. */
export const judgeJobs = (jobs: { running: boolean; oldestSeconds: number | null; due: number; retrying: number }): Judged => {
  if (!jobs.running) return { state: "down", words: "No worker runs" };
  const waiting = `${jobs.due} due, ${jobs.retrying} tried again`;
  const oldest = jobs.oldestSeconds ?? 0;
  if (oldest > dueSeconds.down) return { state: "down", words: `Due for ${Math.round(oldest / 60)} min without being begun; ${waiting}` };
  if (oldest > dueSeconds.degraded) return { state: "degraded", words: `Due for ${Math.round(oldest)} s without being begun; ${waiting}` };
  return { state: "up", words: jobs.due + jobs.retrying === 0 ? "Nothing waits" : waiting };
};

/** Of what agents report: how long nobody was heard while somebody is at work. */
export const judgeIngest = (team: { atWork: number; silentMs: number | null; known: number }): Judged => {
  if (team.known === 0) return { state: "unknown", words: "No agent has reported yet" };
  if (team.silentMs === null || team.atWork === 0) return { state: "up", words: "Nobody is at work" };
  if (team.silentMs > silentMs) return { state: "down", words: `${team.atWork} at work, and none heard for ${minutes(team.silentMs)}` };
  return { state: "up", words: `${team.atWork} at work are heard` };
};

/** Of one push service: how many devices it serves, and how many of them it fails. */
export const judgePush = (service: { active: number; failing: number; gone: number }): Judged => {
  const all = service.active + service.failing;
  if (all === 0) return { state: "unknown", words: devices(service.gone, "had notifications, and none has them now") };
  if (service.failing === 0) return { state: "up", words: devices(all, "taken care of") };
  const words = `It fails ${service.failing} of ${devices(all, "")}`.trim();
  return { state: service.failing === all ? "down" : "degraded", words };
};

/** Of a webhook: GitHub tells nothing while nothing happens, so silence is no fault. */
export const judgeHook = (hook: { last?: { event: string; outcome: string; reason?: string | undefined } | undefined }): Judged => {
  if (!hook.last) return { state: "unknown", words: "No delivery has come yet" };
  const { event, outcome, reason } = hook.last;
  return { state: "up", words: outcome === "ignored" ? `Last: ${event}, ignored${reason ? ` (${reason})` : ""}` : `Last: ${event}, taken` };
};

/** Of the way back to Argo: answers that could not be told yet. */
export const judgeArgo = ({ open }: { open: number }): Judged =>
  open === 0
    ? { state: "up", words: "Every answer was told" }
    : { state: "degraded", words: `${open} ${open === 1 ? "answer" : "answers"} could not be told yet` };

/** Of a machine: whether its runner is connected. */
export const judgeHost = ({ connected }: { connected: boolean }): Judged =>
  connected ? { state: "up", words: "Its runner is connected" } : { state: "down", words: "Its runner is not connected" };

const minutes = (ms: number) => `${Math.round(ms / 60_000)} min`;
const devices = (count: number, what: string) => `${count} ${count === 1 ? "device" : "devices"} ${what}`;
