import { auditCheck, auditCheckQuery, auditPage, auditQuery } from "@beckon/contracts/access";
import { Hono } from "hono";
import { csvStream, wantsCsv } from "../platform/http/csv.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { AccessService } from "./access.service.ts";
import { auditCells, auditColumns } from "./audit-export.ts";

/** Who did what, and when; and whether it is still what was written down. */
export const auditRoutes = (options: { access: AccessService }) => {
  const { audit } = options.access;
  return new Hono<Env>()
    .get(
      "/api/audit",
      describe({
        tag: "Audit",
        summary: "Read the audit",
        description: "Newest first. `?format=csv`, or `Accept: text/csv`, gives all that fits as a table.",
        answers: { 200: { schema: auditPage, description: "One page; `cursor` continues" } },
        errors: { 403: "Not an owner", 422: "The cursor is none of this list" },
      }),
      guard({ people: "owner" }),
      validate("query", auditQuery),
      async (c) => {
        const query = c.req.valid("query");
        if (!wantsCsv(c, query.format)) return c.json(await audit.read(query), 200);
        return csvStream(c, { name: "audit", columns: auditColumns, batches: audit.export(query), toCells: auditCells });
      },
    )
    .get(
      "/api/audit/verify",
      describe({
        tag: "Audit",
        summary: "Check that the audit is what was written down",
        description:
          "Reads all of it against its chain of hashes. `head`: the hash of an earlier answer, which has to be in the chain still.",
        answers: { 200: { schema: auditCheck, description: "What was found; `faults` is 0 where it holds" } },
        errors: { 403: "Not an owner" },
      }),
      guard({ people: "owner", local: true }),
      validate("query", auditCheckQuery),
      async (c) => c.json(await audit.verify(c.req.valid("query")), 200),
    );
};
