import { auditPage } from "@beckon/contracts/access";
import { pageQuery } from "@beckon/contracts/common";
import { Hono } from "hono";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { AccessService } from "./access.service.ts";

/** Who did what, and when. */
export const auditRoutes = (options: { access: AccessService }) =>
  new Hono<Env>().get(
    "/api/audit",
    describe({
      tag: "Audit",
      summary: "Read the audit",
      answers: { 200: { schema: auditPage, description: "Newest first; `cursor` continues" } },
      errors: { 403: "Not an owner" },
    }),
    guard({ people: "owner" }),
    validate("query", pageQuery),
    async (c) => c.json(await options.access.readAudit(c.req.valid("query")), 200),
  );
