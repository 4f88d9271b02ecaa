import {
  coordination,
  coordinationEnd,
  coordinationExport,
  coordinationFlow,
  coordinationId,
  coordinationInput,
  coordinationListQuery,
  coordinationPage,
  coordinationSummary,
  diagnostics,
  diagnosticsQuery,
  failurePage,
  failureQuery,
  flowQuery,
} from "@beckon/contracts/coordination";
import { Hono } from "hono";
import { z } from "zod";
import { tokenOf } from "../platform/http/caller-token.ts";
import { csvResponse, wantsCsv } from "../platform/http/csv.ts";
import { describe } from "../platform/http/describe.ts";
import type { Caller, Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { CoordinationService } from "./coordination.service.ts";
import { diagnosticsSheet, failuresSheet, flowSheet, recordsSheet, summarySheet } from "./sheets.ts";

const tag = "Coordination";
const tokens = ["agent", "host", "admin"] as const;
const exported = " `?format=csv`, or `Accept: text/csv`, gives the same as a table.";

const tellerOf = (caller: Caller) => ({
  ...tokenOf(caller),
  ...(caller.kind === "token" && caller.scope === "admin" ? { all: true } : {}),
});

/** How well agents work together: what they tell of it themselves, and the figures. */
export const coordinationRoutes = (options: { coordination: CoordinationService }) => {
  const { coordination: service } = options;
  return new Hono<Env>()
    .post(
      "/api/coordinations",
      describe({
        tag,
        summary: "Tell of an attempt to work together",
        description:
          "For programs that send no signals of it. `key` is the caller's own id: the same again is the same row. `from` is the token's own agent unless named. A hand-off, review or delegation with the key that signals tell of (a delegation: its call) is the same one.",
        answers: {
          201: { schema: coordination, description: "Noted" },
          200: { schema: coordination, description: "It was known by this key; as it stands" },
        },
      }),
      guard({ tokens }),
      validate("json", coordinationInput),
      async (c) => {
        const { coordination: row, made } = await service.start(tellerOf(c.get("caller")), c.req.valid("json"));
        return c.json(row, made ? 201 : 200);
      },
    )
    .post(
      "/api/coordinations/:id/end",
      describe({
        tag,
        summary: "Tell how it ended",
        description: "A late end takes back that it counted as timed out, or as a lost hand-off.",
        answers: { 200: { schema: coordination, description: "As it stands; the same end again changes nothing" } },
        errors: { 404: "No such coordination of this token's agents", 409: "Another end was told before" },
      }),
      guard({ tokens }),
      validate("param", z.object({ id: coordinationId })),
      validate("json", coordinationEnd),
      async (c) => c.json(await service.end(tellerOf(c.get("caller")), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .get(
      "/api/coordination/summary",
      describe({
        tag,
        summary: "Read how well agents work together",
        description: `Success of what ended in the window, its trend, and by time, type, pair, cause and role. Null where nothing ended.${exported}`,
        answers: { 200: { schema: coordinationSummary, description: "The figures" } },
        errors: { 422: "The window is empty, or longer than 400 days" },
      }),
      guard({ people: "viewer" }),
      validate("query", coordinationExport),
      async (c) => {
        const query = c.req.valid("query");
        const summary = await service.summary(query);
        return wantsCsv(c, query.format) ? csvResponse(c, "coordination", summarySheet(summary)) : c.json(summary, 200);
      },
    )
    .get(
      "/api/coordination/flow",
      describe({
        tag,
        summary: "Read who hands what to whom",
        description: `The 100 busiest pairs of agents, by type; with \`by=role\` all pairs of roles.${exported}`,
        answers: { 200: { schema: coordinationFlow, description: "Agents, and what goes between them" } },
        errors: { 422: "The window is empty, or longer than 400 days" },
      }),
      guard({ people: "viewer" }),
      validate("query", flowQuery),
      async (c) => {
        const query = c.req.valid("query");
        const found = await service.flow(query);
        return wantsCsv(c, query.format) ? csvResponse(c, "coordination-flow", flowSheet(found)) : c.json(found, 200);
      },
    )
    .get(
      "/api/coordination/failures",
      describe({
        tag,
        summary: "Read what fails alike",
        description: `Messages with all that differs masked; exhausted ones first, then the most frequent.${exported}`,
        answers: { 200: { schema: failurePage, description: "One page of patterns" } },
        errors: { 422: "The window is empty, or longer than 400 days, or the cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", failureQuery),
      async (c) => {
        const query = c.req.valid("query");
        const page = await service.failures(query);
        return wantsCsv(c, query.format) ? csvResponse(c, "coordination-failures", failuresSheet(page.items)) : c.json(page, 200);
      },
    )
    .get(
      "/api/coordination/records",
      describe({
        tag,
        summary: "List coordinations",
        description: `The rows behind any figure of the same window and filters, latest first.${exported}`,
        answers: { 200: { schema: coordinationPage, description: "One page" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", coordinationListQuery),
      async (c) => {
        const query = c.req.valid("query");
        const page = await service.records(query);
        return wantsCsv(c, query.format) ? csvResponse(c, "coordinations", recordsSheet(page.items)) : c.json(page, 200);
      },
    )
    .get(
      "/api/coordination/diagnostics",
      describe({
        tag,
        summary: "Read what is wrong right now",
        description: `The score with every deduction and what to do about it.${exported}`,
        answers: { 200: { schema: diagnostics, description: "Every check, also those that cost nothing" } },
      }),
      guard({ people: "viewer" }),
      validate("query", diagnosticsQuery),
      async (c) => {
        const { format } = c.req.valid("query");
        const found = await service.diagnostics();
        return wantsCsv(c, format) ? csvResponse(c, "diagnostics", diagnosticsSheet(found)) : c.json(found, 200);
      },
    );
};
