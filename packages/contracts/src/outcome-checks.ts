import { z } from "zod";
import { instant, text } from "./common.ts";
import { durabilityState, outcomeId, ppm } from "./outcomes.ts";

/* What `beckon outcomes check` looks for in a repository, and what it found. */

const whole = z.number().int().min(0);
const sha = z.string().regex(/^[0-9a-f]{40,64}$/, "a commit's hash");
/** What `beckon outcomes check` is to look for in a repository: `GET /api/outcomes/checks?repository`. Newest first. */
export const outcomeChecksQuery = z.object({ repository: text(400), cursor: text(400).optional() });
export const outcomeCheck = z.object({
  id: outcomeId,
  title: z.string(),
  acceptedAt: instant,
  pullRequests: z.array(
    z.object({ number: whole, base: z.string().optional(), mergeCommit: z.string().optional(), head: z.string().optional() }),
  ),
  commits: z.array(z.string()),
});
export type OutcomeCheck = z.infer<typeof outcomeCheck>;
export const outcomeChecks = z.object({ items: z.array(outcomeCheck), cursor: z.string().optional() });

/** What was found of one: `lines` of it that there were and that are left, 30 days after it was accepted at the latest. */
export const outcomeFinding = z.strictObject({
  id: outcomeId,
  state: z.enum(["standing", "rewritten", "reverted", "restored", "missing"]),
  /** How it got in. */
  how: z.enum(["merge", "squash", "rebase", "cherry-pick", "commit"]).optional(),
  ref: sha.optional(),
  lines: z.object({ made: whole, left: whole }).optional(),
  /** The commit that was looked at, and when that was made. */
  tip: sha,
  tipAt: instant,
});
export type OutcomeFinding = z.infer<typeof outcomeFinding>;
/** `POST /api/outcomes/checks`: evidence of one repository. */
export const outcomeFindings = z.strictObject({ repository: text(400), findings: z.array(outcomeFinding).min(1).max(200) });
export const outcomeFindingsAnswer = z.object({
  results: z.array(
    z.object({ id: outcomeId, taken: z.boolean(), d: ppm.optional(), state: durabilityState.optional(), why: z.string().optional() }),
  ),
});
