import {
  sharedReport,
  sharedReportInput,
  valueLinkId,
  valueReport,
  valueReportFileQuery,
  valueReportId,
  valueReportInput,
  valueReportLinkInput,
  valueReportLinkMade,
  valueReportPage,
  valueReportQuery,
  valueReportWhole,
} from "@beckon/contracts/value-reports";
import { Hono } from "hono";
import { z } from "zod";
import { clientAddress } from "../platform/http/client-address.ts";
import { csvResponse } from "../platform/http/csv.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import { reportSheet } from "./report-sheet.ts";
import type { ValueService } from "./value.service.ts";

const tag = "Value";
const idParam = z.object({ id: valueReportId });
const noSuch = { 404: "No such report" };

/** Frozen reports, and the links that show one of them to whoever has it. */
export const valueReportsRoutes = ({ value }: { value: ValueService }) =>
  new Hono<Env>()
    .post(
      "/api/value/reports",
      describe({
        tag,
        summary: "Freeze a report",
        description:
          "Figures, inputs, formula and seed as they stand now; agents, projects and titles only where `include` asks for them. `Idempotency-Key` makes a retry safe.",
        answers: {
          201: { schema: valueReport, description: "Frozen" },
          200: { schema: valueReport, description: "The same key again: the report of before" },
        },
        errors: { 422: "The window is empty, or longer than ten years" },
      }),
      guard({ people: "operator" }),
      validate("json", valueReportInput),
      async (c) => {
        const made = await value.reports.make(c.get("caller"), c.req.valid("json"), readKey(c.req.header("idempotency-key")));
        return made.created ? c.json(made.report, 201) : c.json(made.report, 200);
      },
    )
    .get(
      "/api/value/reports",
      describe({
        tag,
        summary: "List the reports",
        answers: { 200: { schema: valueReportPage, description: "Newest first, with their links" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", valueReportQuery),
      async (c) => c.json(await value.reports.list(c.req.valid("query")), 200),
    )
    .get(
      "/api/value/reports/:id",
      describe({
        tag,
        summary: "Read a report",
        answers: { 200: { schema: valueReportWhole, description: "With what was frozen" } },
        errors: noSuch,
      }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      async (c) => c.json(await value.reports.read(c.req.valid("param").id), 200),
    )
    .get(
      "/api/value/reports/:id/file",
      describe({
        tag,
        summary: "Download a report",
        description: "`format` json: what was frozen, whole; csv: its figures as a table.",
        answers: { 200: { schema: valueReportWhole.pick({ snapshot: true, hash: true }), description: "A file" } },
        errors: noSuch,
      }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      validate("query", valueReportFileQuery),
      async (c) => {
        const { snapshot, hash } = await value.reports.read(c.req.valid("param").id);
        const name = `value-${snapshot.summary.window.from.slice(0, 10)}-${snapshot.summary.window.to.slice(0, 10)}`;
        if (c.req.valid("query").format === "csv") return csvResponse(c, name, reportSheet(snapshot, hash));
        c.header("content-disposition", `attachment; filename="${name}.json"`);
        c.header("cache-control", "no-store");
        return c.json({ hash, snapshot }, 200);
      },
    )
    .delete(
      "/api/value/reports/:id",
      describe({
        tag,
        summary: "Delete a report",
        description: "Its links end with it.",
        answers: { 204: { description: "Deleted" } },
        errors: { 403: "Not an owner", ...noSuch },
      }),
      guard({ people: "owner" }),
      validate("param", idParam),
      async (c) => {
        await value.reports.remove(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    )
    .post(
      "/api/value/reports/:id/links",
      describe({
        tag,
        summary: "Make a link to a report",
        description: "Whoever has it reads this report, until it ends, and nothing else. Its address is told this once.",
        answers: { 201: { schema: valueReportLinkMade, description: "Made" } },
        errors: { 403: "Not an owner", ...noSuch, 409: "There are 50 links to it" },
      }),
      guard({ people: "owner" }),
      validate("param", idParam),
      validate("json", valueReportLinkInput),
      async (c) => {
        c.header("cache-control", "no-store");
        return c.json(await value.reports.share(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 201);
      },
    )
    .delete(
      "/api/value/reports/:id/links/:linkId",
      describe({
        tag,
        summary: "End a link",
        description: "From now on it shows nothing. Again: nothing changes.",
        answers: { 204: { description: "It is over" } },
        errors: { 403: "Not an owner", 404: "No such link" },
      }),
      guard({ people: "owner" }),
      validate("param", idParam.extend({ linkId: valueLinkId })),
      async (c) => {
        const { id, linkId } = c.req.valid("param");
        await value.reports.unshare(c.get("caller"), id, linkId);
        return c.body(null, 204);
      },
    )
    .post(
      "/api/shared-reports",
      describe({
        tag,
        summary: "Read a shared report",
        description:
          "Needs no access but the link's secret, which goes in the body so that no log keeps it. Shows exactly what was frozen.",
        answers: { 200: { schema: sharedReport, description: "The report" } },
        errors: { 404: "No link has this secret, or it is over", 429: "Too many wrong secrets; `Retry-After` says when to come back" },
      }),
      validate("json", sharedReportInput),
      async (c) => {
        c.header("cache-control", "no-store");
        return c.json(await value.reports.openShared({ ...c.req.valid("json"), address: clientAddress(c) }), 200);
      },
    );
