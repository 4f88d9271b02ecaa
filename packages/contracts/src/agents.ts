import { z } from "zod";
import { idOf, instant } from "./common.ts";

export const agentId = idOf("ag");

/** A named worker that lasts, as its requests declared it. */
export const agent = z.object({
  id: agentId,
  name: z.string(),
  vendor: z.string().optional(),
  role: z.string().optional(),
  host: z.string().optional(),
  firstSeenAt: instant,
  lastSeenAt: instant,
});
export type Agent = z.infer<typeof agent>;
export const agentPage = z.object({ items: z.array(agent), cursor: z.string().optional() });
