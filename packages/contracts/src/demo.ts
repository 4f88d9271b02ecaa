import { z } from "zod";

const many = z.number().int();

/** `DELETE /api/demo`: how much of the demo fleet was there; all 0 where there was none. */
export const demoRemoved = z.object({ tokens: many, agents: many, sessions: many, signals: many, requests: many });
export type DemoRemoved = z.infer<typeof demoRemoved>;
