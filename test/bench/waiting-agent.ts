import { createInterface } from "node:readline";
import { createClient } from "@beckon/agent-client";

/**
 * An agent's process: waits for each request whose id comes in on a line, and says when it had the
 * answer, by the clock that all processes of a machine share.
 */
const client = createClient({ url: process.env.BECKON_URL as string, token: process.env.BECKON_TOKEN as string });
for await (const id of createInterface({ input: process.stdin })) {
  const { decision } = await client.waitForDecision(id);
  console.log(`${process.hrtime.bigint()} ${decision?.option}`);
}
