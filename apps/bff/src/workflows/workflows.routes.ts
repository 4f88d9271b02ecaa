import { text } from "@beckon/contracts/common";
import {
  resumeInput,
  suspendInput,
  suspension,
  workflowInput,
  workflowPage,
  workflowQuery,
  workflowRun,
  workflowRunId,
  workflowSummary,
  workflowSummaryQuery,
} from "@beckon/contracts/workflows";
import { Hono } from "hono";
import { z } from "zod";
import { tokenOf } from "../platform/http/caller-token.ts";
import { csvResponse, wantsCsv } from "../platform/http/csv.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import { runsSheet, summarySheet } from "./export.ts";
import type { WorkflowsService } from "./workflows.service.ts";

const tag = "Workflows";
const tokens = ["agent", "host", "admin"] as const;
const keyParam = z.object({ key: text(200) });
const format = { format: z.enum(["json", "csv"]).optional() };
const csv = "`format=csv`, or `Accept: text/csv`, gives a table.";
const suspended = z.object({ run: workflowRun, suspension });

/** Runs through stages: reported by agents' tokens, read by people. */
export const workflowsRoutes = ({ workflows }: { workflows: WorkflowsService }) =>
  new Hono<Env>()
    .put(
      "/api/workflows/:key",
      describe({
        tag,
        summary: "Report a workflow run",
        description:
          "`:key` is the reporter's own id of the run: the same key of the same token is the same run. Told again it changes nothing; what comes late never undoes an end. Stages that are not named stay as they are.",
        answers: {
          200: { schema: workflowRun, description: "The run as it is now" },
          201: { schema: workflowRun, description: "A new run" },
        },
        errors: { 422: "The body does not fit, or there are too many stages" },
      }),
      guard({ tokens }),
      validate("param", keyParam),
      validate("json", workflowInput),
      async (c) => {
        const owner = tokenOf(c.get("caller"));
        const { key } = c.req.valid("param");
        const { run, created } = await workflows.report({ owner, source: "rest", key, input: c.req.valid("json") });
        return c.json(run, created ? 201 : 200);
      },
    )
    .post(
      "/api/workflows/:key/suspend",
      describe({
        tag,
        summary: "Suspend a run",
        description:
          "Until an event, or a person's answer: then a decision request is made, `requestId` names it, and its answer resumes the run. While one like it is open, it is that one.",
        answers: {
          201: { schema: suspended, description: "Suspended" },
          200: { schema: suspended, description: "It waits for this already" },
        },
        errors: { 404: "No such run of this token", 409: "The run has ended", 422: "Nobody can be asked like this" },
      }),
      guard({ tokens }),
      validate("param", keyParam),
      validate("json", suspendInput),
      async (c) => {
        const owner = tokenOf(c.get("caller"));
        const { key } = c.req.valid("param");
        const { created, ...rest } = await workflows.suspend({ owner, source: "rest", key, input: c.req.valid("json") });
        return c.json(rest, created ? 201 : 200);
      },
    )
    .post(
      "/api/workflows/:key/resume",
      describe({
        tag,
        summary: "Say that a suspended run goes on, or that it could not",
        description: "Each call is one attempt. What goes on already stays so, and a question that is still open is withdrawn.",
        answers: { 200: { schema: workflowRun, description: "The run as it is now" } },
        errors: { 404: "No such run of this token, or no such suspension" },
      }),
      guard({ tokens }),
      validate("param", keyParam),
      validate("json", resumeInput),
      async (c) => {
        const owner = tokenOf(c.get("caller"));
        return c.json(await workflows.resume({ owner, key: c.req.valid("param").key, input: c.req.valid("json") }), 200);
      },
    )
    .get(
      "/api/workflows",
      describe({
        tag,
        summary: "List the workflow runs",
        description: `Latest first, by the end of a run or by its start while it goes on. ${csv}`,
        answers: { 200: { schema: workflowPage, description: "One page" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", workflowQuery.extend(format)),
      async (c) => {
        const query = c.req.valid("query");
        const page = await workflows.search(query);
        if (wantsCsv(c, query.format)) return csvResponse(c, "workflows", runsSheet(page.items));
        return c.json(page, 200);
      },
    )
    .get(
      "/api/workflows/summary",
      describe({
        tag,
        summary: "Read how workflows go",
        description: `Durations of stages, waits of suspensions, resumes that succeeded, agents side by side, and days. ${csv}`,
        answers: { 200: { schema: workflowSummary, description: "Null where there is no data" } },
        errors: { 422: "The window is empty, or longer than 400 days" },
      }),
      guard({ people: "viewer" }),
      validate("query", workflowSummaryQuery.extend(format)),
      async (c) => {
        const query = c.req.valid("query");
        const summary = await workflows.summary(query);
        if (wantsCsv(c, query.format)) return csvResponse(c, "workflow-summary", summarySheet(summary));
        return c.json(summary, 200);
      },
    )
    .get(
      "/api/workflows/:id",
      describe({
        tag,
        summary: "Read a workflow run",
        answers: { 200: { schema: workflowRun, description: "The run as it is now" } },
        errors: { 404: "No such run" },
      }),
      guard({ people: "viewer" }),
      validate("param", z.object({ id: workflowRunId })),
      async (c) => c.json(await workflows.find(c.req.valid("param").id), 200),
    );
