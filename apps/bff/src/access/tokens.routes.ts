import { createdToken, token, tokenInput } from "@beckon/contracts/access";
import { idOf } from "@beckon/contracts/common";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { AccessService } from "./access.service.ts";

const tag = "Tokens";
const owners = guard({ people: "owner", local: true });

/** What agents, hosts and scripts come in with. */
export const tokensRoutes = (options: { access: AccessService }) => {
  const { tokens } = options.access;
  return new Hono<Env>()
    .get(
      "/api/tokens",
      describe({
        tag,
        summary: "List the tokens",
        answers: { 200: { schema: z.object({ items: z.array(token) }), description: "Those in use first, newest first; at most 500" } },
      }),
      owners,
      async (c) => c.json({ items: await tokens.list() }, 200),
    )
    .post(
      "/api/tokens",
      describe({ tag, summary: "Make a token", answers: { 201: { schema: createdToken, description: "The secret is shown this once" } } }),
      owners,
      validate("json", tokenInput),
      async (c) => c.json(await tokens.create(c.get("caller"), c.req.valid("json")), 201, { "cache-control": "no-store" }),
    )
    .delete(
      "/api/tokens/:id",
      describe({
        tag,
        summary: "Revoke a token",
        answers: { 204: { description: "Revoked, now or before" } },
        errors: { 404: "No such token" },
      }),
      owners,
      validate("param", z.object({ id: idOf("tok") })),
      async (c) => {
        await tokens.revoke(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    );
};
