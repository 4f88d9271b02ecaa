import type { McpCall } from "./client.ts";

/** Under the 60 s after which most clients give up a call they know nothing of. */
const usual = 50;
/** Under an hour, which is what our settings blocks allow a call. */
const longest = 3_300;

/**
 * Seconds that these clients were seen to hold a call while progress comes every 15 s: Codex ends
 * each call after 300, Gemini CLI after 600, whatever it hears; the others go on as long as they hear.
 */
const seen: Record<string, number> = { "Claude Code": longest, OpenCode: longest, Codex: 285, "Gemini CLI": 585 };

/** How long to hold a call, in seconds: what was asked for, within what its client is known to take. */
export const patienceOf = (call: McpCall, asked: number | undefined): number => {
  const most = Math.min(longest, call.wait ?? (call.progressToken === undefined ? usual : (seen[call.agent.vendor ?? ""] ?? usual)));
  return Math.min(asked ?? call.wait ?? usual, most);
};
