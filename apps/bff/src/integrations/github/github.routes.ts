import { githubAnswer, githubHookId, githubHookInput, githubHookList, githubHookMade } from "@beckon/contracts/github";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../../platform/http/describe.ts";
import type { Env } from "../../platform/http/env.ts";
import { guard } from "../../platform/http/guard.ts";
import { validate } from "../../platform/http/validate.ts";
import type { GithubService } from "./github.service.ts";

const tag = "GitHub";

/** GitHub's webhooks, and what an owner sets up for them. */
export const githubRoutes = ({ github }: { github: GithubService }) =>
  new Hono<Env>()
    .post(
      "/hooks/github",
      describe({
        tag,
        summary: "A delivery of a GitHub webhook",
        description:
          "Known by `X-Hub-Signature-256` over the body as it came; no other access is asked for. Each `X-GitHub-Delivery` is taken once. Events: pull_request, pull_request_review, workflow_run, workflow_job, check_suite, issues, push, ping; others are ignored.",
        answers: {
          202: { schema: githubAnswer, description: "Taken, or ignored for the reason given" },
          200: { schema: githubAnswer, description: "It had been taken before" },
        },
        errors: {
          400: "A header of GitHub's is missing",
          401: "The signature is wrong",
          413: "Over 1 MiB",
          422: "The payload is none of its event; `errors` has JSON pointers",
        },
      }),
      // The signature is the access, and is judged before anything of the body is read.
      async (c) => {
        const taken = await github.take({
          event: c.req.header("x-github-event"),
          id: c.req.header("x-github-delivery"),
          signature: c.req.header("x-hub-signature-256"),
          body: new Uint8Array(await c.req.arrayBuffer()),
        });
        return c.json(taken, taken.status === "duplicate" ? 200 : 202);
      },
    )
    .get(
      "/api/github/hooks",
      describe({
        tag,
        summary: "List the webhooks",
        answers: { 200: { schema: githubHookList, description: "Newest first, without secrets" } },
      }),
      guard({ people: "owner" }),
      async (c) => c.json(await github.list(), 200),
    )
    .post(
      "/api/github/hooks",
      describe({
        tag,
        summary: "Make a webhook",
        description: "Give its address (public origin and `path`) and `secret` to GitHub, with the content type application/json.",
        answers: { 201: { schema: githubHookMade, description: "Made; the secret is told this once" } },
        errors: { 403: "Not an owner", 409: "Too many webhooks" },
      }),
      guard({ people: "owner" }),
      validate("json", githubHookInput),
      async (c) => c.json(await github.create(c.get("caller"), c.req.valid("json")), 201),
    )
    .delete(
      "/api/github/hooks/:id",
      describe({
        tag,
        summary: "Remove a webhook",
        answers: { 204: { description: "Its deliveries are refused from now on" } },
        errors: { 403: "Not an owner", 404: "No such webhook" },
      }),
      guard({ people: "owner" }),
      validate("param", z.object({ id: githubHookId })),
      async (c) => {
        await github.remove(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    );
