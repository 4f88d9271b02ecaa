import {
  host,
  hostAnswer,
  hostId,
  hostInput,
  hostPage,
  hostReport,
  hostReportQuery,
  processId,
  processOutput,
} from "@beckon/contracts/hosts";
import { Hono } from "hono";
import { z } from "zod";
import { tokenOf } from "../platform/http/caller-token.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { HostsService } from "./hosts.service.ts";

const tag = "Hosts";
const idParam = z.object({ id: hostId });

/** Machines whose runner starts, watches and stops agent processes on request. */
export const hostsRoutes = ({ hosts }: { hosts: HostsService }) =>
  new Hono<Env>()
    .put(
      "/api/hosts/me",
      describe({
        tag,
        summary: "Say which machine this runner is on",
        description: "One token of scope host is one machine. Said at each start of the runner, and when its configuration has changed.",
        answers: { 200: { schema: host, description: "The machine as the server knows it" } },
      }),
      guard({ tokens: ["host"] }),
      validate("json", hostInput),
      async (c) => c.json(await hosts.open(tokenOf(c.get("caller")), c.req.valid("json")), 200),
    )
    .post(
      "/api/hosts/me/report",
      describe({
        tag,
        summary: "Tell what runs, and wait for what to do",
        description:
          "Report, sign of life and fetch of commands in one, held for at most `wait` seconds. Commands come again with every answer until they are reported on.",
        answers: { 200: { schema: hostAnswer, description: "What is to be done, oldest first" } },
        errors: { 409: "The server does not know the machine: say first which it is" },
      }),
      guard({ tokens: ["host"] }),
      validate("query", hostReportQuery),
      validate("json", hostReport),
      async (c) => {
        const hold = { waitMs: c.req.valid("query").wait * 1_000, signal: c.req.raw.signal };
        return c.json(await hosts.report(tokenOf(c.get("caller")), c.req.valid("json"), hold), 200);
      },
    )
    .get(
      "/api/hosts",
      describe({
        tag,
        summary: "List the machines",
        description: "With what runs there and what ended in the last day. `connected` is false when nothing was heard for 40 s.",
        answers: { 200: { schema: hostPage, description: "All of them, by name" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json({ items: await hosts.list() }, 200),
    )
    .delete(
      "/api/hosts/:id",
      describe({
        tag,
        summary: "Forget a machine that is away",
        description: "What runs there goes on; a runner that comes back brings it back.",
        answers: { 204: { description: "Gone" } },
        errors: { 404: "No such machine", 409: "Its runner is connected" },
      }),
      guard({ people: "owner" }),
      validate("param", idParam),
      async (c) => {
        await hosts.forget(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    )
    .get(
      "/api/hosts/:id/processes/:process/output",
      describe({
        tag,
        summary: "The last lines of a process",
        answers: { 200: { schema: processOutput, description: "Newest last, at most 40" } },
        errors: { 404: "No such process on this machine" },
      }),
      guard({ people: "viewer" }),
      validate("param", idParam.extend({ process: processId })),
      async (c) => {
        const { id, process } = c.req.valid("param");
        return c.json(await hosts.output(id, process), 200);
      },
    );
