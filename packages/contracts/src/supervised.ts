import { z } from "zod";
import { heartbeatInput } from "./agents.ts";
import { text } from "./common.ts";
import { commandReport, hostProcess } from "./hosts.ts";

/* One process that `beckon run` supervises: told of with its signs of life, and controlled by what they are answered with. */

/**
 * `POST /api/agents/heartbeat?wait=25`: with `process`, the program that `agent.sessionId` is a run of can be paused, resumed,
 * stopped and started again by whoever sends this; `commands` says what came of what was asked. An end is told once, and last.
 */
export const supervisedBeat = heartbeatInput.extend({
  process: hostProcess.optional(),
  commands: z
    .array(commandReport.extend({ id: text(60) }))
    .max(50)
    .default([]),
});
export type SupervisedBeat = z.infer<typeof supervisedBeat>;
/** Held so long, in seconds, where nothing waits for the agent. Without `process` it is answered at once. */
export const beatQuery = z.object({ wait: z.coerce.number().int().min(0).max(25).default(0) });
