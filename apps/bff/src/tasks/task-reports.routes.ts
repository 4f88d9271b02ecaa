import { task, taskClaim, taskReport } from "@beckon/contracts/tasks";
import { text } from "@beckon/contracts/common";
import { Hono } from "hono";
import { z } from "zod";
import { tokenOf } from "../platform/http/caller-token.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import { taskActorOf } from "./callers.ts";
import type { ReportVerb } from "./report.ts";
import type { TasksService } from "./tasks.service.ts";

const tokens = ["agent", "host", "admin"] as const;
const tag = "Tasks";
/** Our id, or the one that the reporter gave as `key`. */
const nameParam = z.object({ id: text(200) });

const words: Record<ReportVerb, string> = {
  start: "Start a task",
  progress: "Report progress of a task",
  complete: "Complete a task",
  fail: "Say that a task failed",
  cancel: "Cancel a task",
};

const told = (verb: ReportVerb) =>
  describe({
    tag,
    summary: words[verb],
    description: "The state that it already has is no error and changes nothing. `:id` is the task's id, or the caller's own `key`.",
    answers: { 200: { schema: task, description: "The task as it is now" } },
    errors: { 404: "No such task, or another agent's", 409: "Its state does not allow that: `from`, `to` and what is `allowed`" },
  });

/** What agents say of tasks. */
export const taskReportsRoutes = ({ tasks }: { tasks: Pick<TasksService, "report" | "claim"> }) =>
  new Hono<Env>()
    .post(
      "/api/tasks/claim",
      describe({
        tag,
        summary: "Take the next task",
        description:
          "What is assigned to this agent, else what waits for its role or for nobody in particular, of its own token or made by people: the most urgent first, and of these the oldest. It is started with that, and nobody else gets it.",
        answers: { 200: { schema: task, description: "Started, and this agent's" }, 204: { description: "There is none" } },
      }),
      guard({ tokens }),
      validate("json", taskClaim),
      async (c) => {
        const next = await tasks.claim(tokenOf(c.get("caller")), c.req.valid("json").agent);
        return next ? c.json(next, 200) : c.body(null, 204);
      },
    )
    .post("/api/tasks/:id/start", told("start"), guard({ tokens }), validate("param", nameParam), validate("json", taskReport), async (c) =>
      c.json(
        await tasks.report(taskActorOf(c.get("caller")), c.req.valid("param").id, { verb: "start", report: c.req.valid("json") }),
        200,
      ),
    )
    .post(
      "/api/tasks/:id/progress",
      told("progress"),
      guard({ tokens }),
      validate("param", nameParam),
      validate("json", taskReport),
      async (c) =>
        c.json(
          await tasks.report(taskActorOf(c.get("caller")), c.req.valid("param").id, { verb: "progress", report: c.req.valid("json") }),
          200,
        ),
    )
    .post(
      "/api/tasks/:id/complete",
      told("complete"),
      guard({ tokens }),
      validate("param", nameParam),
      validate("json", taskReport),
      async (c) =>
        c.json(
          await tasks.report(taskActorOf(c.get("caller")), c.req.valid("param").id, { verb: "complete", report: c.req.valid("json") }),
          200,
        ),
    )
    .post("/api/tasks/:id/fail", told("fail"), guard({ tokens }), validate("param", nameParam), validate("json", taskReport), async (c) =>
      c.json(await tasks.report(taskActorOf(c.get("caller")), c.req.valid("param").id, { verb: "fail", report: c.req.valid("json") }), 200),
    )
    .post(
      "/api/tasks/:id/cancel",
      told("cancel"),
      guard({ tokens }),
      validate("param", nameParam),
      validate("json", taskReport),
      async (c) =>
        c.json(
          await tasks.report(taskActorOf(c.get("caller")), c.req.valid("param").id, { verb: "cancel", report: c.req.valid("json") }),
          200,
        ),
    );
