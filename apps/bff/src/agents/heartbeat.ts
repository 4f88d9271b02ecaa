import type { heartbeatInput } from "@beckon/contracts/agents";
import type { Signal } from "@beckon/contracts/signals";
import type { z } from "zod";
import { newId } from "../platform/ids.ts";

/** A sign of life as a signal: each call is one of its own. */
export const toHeartbeat = (
  { agent, state, taskId, progress, load, takes }: Omit<z.output<typeof heartbeatInput>, "commands">,
  now: Date,
): Signal => {
  const { sessionId, ...who } = agent;
  return {
    id: newId("hb", now.getTime()),
    source: "beckon",
    at: now.toISOString(),
    kind: "heartbeat",
    agent: who,
    ...(sessionId ? { session: sessionId } : {}),
    ...(takes ? { takes } : {}),
    data: { state, taskId, progress, load },
  };
};
