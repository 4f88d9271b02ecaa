import { z } from "zod";
import { idOf, instant, text } from "./common.ts";
import { spread } from "./workflows.ts";

/* Webhooks of GitHub: each hook has a secret of its own, by which its deliveries are known. */

export const githubHookId = idOf("gh");

/** A login as GitHub allows it, that of an app ends in `[bot]`. */
const login = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?(?:\[bot\])?$/, "a GitHub login");

/** `accounts`: people's accounts under which agents work. Bots are always agents; what other people do makes none. */
export const githubHookInput = z.strictObject({ name: text(60), accounts: z.array(login).max(100).optional() });

export const githubHook = z.object({
  id: githubHookId,
  name: z.string(),
  accounts: z.array(z.string()),
  createdAt: instant,
  /** The newest delivery that was taken. */
  last: z.object({ at: instant, event: z.string(), outcome: z.enum(["taken", "ignored"]), reason: z.string().optional() }).optional(),
  /** Of the last 24 hours, in milliseconds from the first byte judged to the last row written. */
  processing: spread,
});
export type GithubHook = z.infer<typeof githubHook>;

/** The secret is in this answer and nowhere else. `path` is what stands behind the server's public origin. */
export const githubHookMade = githubHook.extend({ path: z.string(), secret: z.string() });
export const githubHookList = z.object({ items: z.array(githubHook) });

/** What became of a delivery; `duplicate`: it had been taken before. */
export const githubAnswer = z.object({ status: z.enum(["taken", "ignored", "duplicate"]), reason: z.string().optional() });
