import { collisionPage, collisionQuery } from "@beckon/contracts/coordination";
import { Hono } from "hono";
import { csvResponse, wantsCsv } from "../platform/http/csv.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { CollisionsService } from "./collisions.service.ts";
import { collisionsSheet } from "./mapper.ts";

/** Files that several runs edit at once, for people. */
export const collisionsRoutes = ({ collisions }: { collisions: CollisionsService }) =>
  new Hono<Env>().get(
    "/api/collisions",
    describe({
      tag: "Coordination",
      summary: "List files that several runs edit at once",
      description:
        "Open ones first, then the latest. hot: the same lines, give or take three; soft: the same file. `from` and `to` go by the last edit. `?format=csv`, or `Accept: text/csv`, gives the same as a table.",
      answers: { 200: { schema: collisionPage, description: "One page" } },
      errors: { 422: "The cursor is none of this list" },
    }),
    guard({ people: "viewer" }),
    validate("query", collisionQuery),
    async (c) => {
      const query = c.req.valid("query");
      const page = await collisions.list(query);
      return wantsCsv(c, query.format) ? csvResponse(c, "collisions", collisionsSheet(page.items)) : c.json(page, 200);
    },
  );
