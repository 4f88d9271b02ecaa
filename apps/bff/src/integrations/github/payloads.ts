import { z } from "zod";
import { clip } from "../clean.ts";

/* What we read of GitHub's payloads, of which there is much more. Text is cut to what the contracts hold. */

const clean = (max: number) => z.string().transform((value) => clip(value, max) ?? "");
/** GitHub has null, and sometimes nothing, where there is no text. */
const maybe = (max: number) =>
  z
    .string()
    .nullish()
    .transform((value) => clip(value, max));
const at = z.iso.datetime({ offset: true });
const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Plain ASCII, as GitHub writes them. */
const address = z
  .url({ protocol: /^https?$/ })
  .max(700)
  .regex(/^[\x21-\x7e]+$/);
const word = clean(60);
const sha = z.string().regex(/^[0-9a-f]{40,64}$/, "a commit's hash");

const account = z.object({ login: clean(100), type: z.string().max(40).optional() }).nullish();
export type Account = z.output<typeof account>;
const repository = z.object({ full_name: z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, "owner/name"), html_url: address });

const labels = z
  .array(z.object({ name: maybe(60) }).nullish())
  .nullish()
  .transform((all) => (all ?? []).flatMap((label) => label?.name ?? []).slice(0, 50));

const pull = z.object({
  number: whole,
  html_url: address,
  title: clean(2_000),
  body: maybe(20_000),
  state: z.enum(["open", "closed"]),
  draft: z.boolean().optional(),
  merged: z.boolean().nullish(),
  updated_at: at,
  user: account,
  head: z.object({ ref: clean(200), sha: sha.optional() }),
  base: z.object({ ref: clean(200) }).nullish(),
  created_at: at.nullish(),
  merged_at: at.nullish(),
  merge_commit_sha: sha.nullish(),
  merged_by: account,
  labels,
});
/** In the payload of a review a pull request has fewer fields. */
const reviewedPull = pull.omit({ merged: true, merged_by: true });

export const payloads = {
  ping: z.object({ zen: z.string().optional() }),
  pull_request: z.object({ action: word, repository, pull_request: pull, requested_reviewer: account, sender: account }),
  pull_request_review: z.object({
    action: word,
    repository,
    pull_request: reviewedPull,
    review: z.object({
      id: whole,
      state: z.string().max(40),
      body: maybe(2_000),
      submitted_at: at.nullish(),
      html_url: address,
      user: account,
    }),
  }),
  workflow_run: z.object({
    action: word,
    repository,
    workflow_run: z.object({
      id: whole,
      name: maybe(120),
      path: maybe(200),
      display_title: maybe(200),
      status: word,
      conclusion: word.nullable(),
      run_attempt: whole,
      run_started_at: at,
      updated_at: at,
      html_url: address,
      head_branch: maybe(200),
      head_sha: sha,
      actor: account,
      triggering_actor: account,
    }),
  }),
  workflow_job: z.object({
    action: word,
    repository,
    workflow_job: z.object({
      id: whole,
      run_id: whole,
      run_attempt: whole,
      name: clean(120),
      workflow_name: maybe(120),
      status: word,
      conclusion: word.nullable(),
      started_at: at.nullish(),
      completed_at: at.nullish(),
      head_branch: maybe(200),
    }),
  }),
  check_suite: z.object({
    action: word,
    repository,
    check_suite: z.object({
      id: whole,
      status: word.nullable(),
      conclusion: word.nullable(),
      head_branch: maybe(200),
      head_sha: sha,
      created_at: at,
      updated_at: at,
      app: z.object({ slug: z.string().max(100).optional(), name: clean(120) }).nullish(),
    }),
  }),
  issues: z.object({
    action: word,
    repository,
    issue: z.object({
      number: whole,
      html_url: address,
      title: clean(2_000),
      body: maybe(20_000),
      labels,
      updated_at: at,
    }),
  }),
  push: z.object({
    ref: z.string().max(1_000),
    deleted: z.boolean(),
    repository: repository,
    commits: z
      .array(
        z.object({
          id: sha,
          message: clean(2_000),
          timestamp: at,
          url: address,
          distinct: z.boolean().optional(),
          author: z.object({ name: z.string().nullish(), username: maybe(100) }),
        }),
      )
      .max(10_000),
  }),
} as const;

export type EventName = keyof typeof payloads;
export type Payload<E extends EventName> = z.output<(typeof payloads)[E]>;
export const isKnownEvent = (event: string): event is EventName => Object.hasOwn(payloads, event);
