import { ApiProblem } from "../platform/api-client.ts";
import { words } from "../platform/words.ts";

/** Why pairing did not work, with what to do. */
export function pairWords(error: unknown): string {
  if (!(error instanceof ApiProblem)) return words(error);
  if (error.status === 429) {
    const wait = error.retryAfter === undefined ? "a few minutes" : `${Math.max(1, Math.ceil(error.retryAfter / 60))} min`;
    return `Too many tries. Wait ${wait}, then use a new code.`;
  }
  if (error.code.includes("expired")) return "This code has expired. Make a new one with “beckon pair”, or in Settings on a paired device.";
  if (error.code.includes("used")) return "This code was used already; each works once. Make a new one.";
  if ([400, 401, 403, 404, 410, 422].includes(error.status))
    return "This code is wrong, used or expired. Check it, or make a new one with “beckon pair”.";
  return words(error);
}
