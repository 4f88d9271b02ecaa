import { createECDH, randomBytes } from "node:crypto";
import { deadPushOrigin } from "./callers.ts";
import type { Call } from "./test-app.ts";

/** This device takes notifications from now on, at a place where nothing listens: what is to be sent stands in the log. */
export const subscribe = async (device: Call): Promise<void> => {
  const keys = createECDH("prime256v1");
  const answer = await device("PUT", "/api/devices/me/push-subscription", {
    endpoint: `${deadPushOrigin}/push/${randomBytes(8).toString("hex")}`,
    keys: { p256dh: keys.generateKeys("base64url"), auth: randomBytes(16).toString("base64url") },
  });
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
};
