import {
  task,
  taskBulk,
  taskBulkAnswer,
  taskHistory,
  taskId,
  taskInput,
  taskPage,
  taskPatch,
  taskQuery,
  taskSuggestions,
} from "@beckon/contracts/tasks";
import { taskSummary, taskSummaryQuery } from "@beckon/contracts/task-summary";
import { Hono } from "hono";
import { z } from "zod";
import { csvResponse, wantsCsv } from "../platform/http/csv.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import { taskActorOf } from "./callers.ts";
import { taskColumns, taskCells } from "./export.ts";
import { taskReportsRoutes } from "./task-reports.routes.ts";
import type { TasksService } from "./tasks.service.ts";
import { templatesRoutes } from "./templates.routes.ts";

const idParam = z.object({ id: taskId });
const agents = ["agent", "host", "admin"] as const;
const tag = "Tasks";
const found = { 200: { schema: task, description: "The task as it is now" } };
const noSuch = { 404: "No such task" };

/** Tasks for people, and their making for all; what agents say of them is in a file beside this one. */
export const tasksRoutes = (options: { tasks: TasksService }) => {
  const { tasks } = options;
  return new Hono<Env>()
    .post(
      "/api/tasks",
      describe({
        tag,
        summary: "Make a task",
        description: "`key` is the caller's own id: the same again from the same token is the same task. `Idempotency-Key` does so too.",
        answers: {
          201: { schema: task, description: "Made: pending, assigned, or blocked by what it depends on" },
          200: { schema: task, description: "It was there before, as it is by now" },
        },
        errors: { 422: "The body does not fit, or an agent or a dependency is unknown" },
      }),
      guard({ people: "operator", tokens: agents }),
      validate("json", taskInput),
      async (c) => {
        const idempotencyKey = readKey(c.req.header("idempotency-key"));
        const made = await tasks.create(taskActorOf(c.get("caller")), c.req.valid("json"), { idempotencyKey });
        return made.created ? c.json(made.task, 201) : c.json(made.task, 200);
      },
    )
    .get(
      "/api/tasks",
      describe({
        tag,
        summary: "List the tasks",
        description:
          "The last change first. `search` looks through title, body, labels, agent and key; `format` gives a file of all that fits.",
        answers: { 200: { schema: taskPage, description: "One page" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", taskQuery),
      async (c) => {
        const query = c.req.valid("query");
        const isSheet = wantsCsv(c, query.format);
        if (!isSheet && query.format === undefined) return c.json(await tasks.search(query), 200);
        const items = await tasks.exportAll(query);
        if (isSheet) return csvResponse(c, "tasks", { columns: taskColumns, rows: items.map(taskCells) });
        return c.json({ items }, 200, { "content-disposition": 'attachment; filename="tasks.json"' });
      },
    )
    .get(
      "/api/tasks/summary",
      describe({
        tag,
        summary: "Read how the work goes",
        description: "The queue of now; what ended in a window, and how. To-do lists of single runs are not in it.",
        answers: { 200: { schema: taskSummary, description: "The figures, each with how many it rests on" } },
        errors: { 422: "The window ends before it begins" },
      }),
      guard({ people: "viewer" }),
      validate("query", taskSummaryQuery),
      async (c) => c.json(await tasks.summary(c.req.valid("query")), 200),
    )
    .post(
      "/api/tasks/bulk",
      describe({
        tag,
        summary: "Do the same to many tasks",
        description: "Each by itself: the answer says what became of each.",
        answers: { 200: { schema: taskBulkAnswer, description: "One result for each id" } },
      }),
      guard({ people: "operator" }),
      validate("json", taskBulk),
      async (c) => c.json(await tasks.bulk(taskActorOf(c.get("caller")), c.req.valid("json")), 200),
    )
    .get(
      "/api/tasks/:id",
      describe({ tag, summary: "Read a task", answers: found, errors: { 404: "No such task, or another agent's" } }),
      guard({ people: "viewer", tokens: agents }),
      validate("param", idParam),
      async (c) => c.json(await tasks.read(taskActorOf(c.get("caller")), c.req.valid("param").id), 200),
    )
    .patch(
      "/api/tasks/:id",
      describe({
        tag,
        summary: "Change a task",
        description:
          "`version` is the one that was seen; `null` empties a field. Result and error stay as they were told. Of a task in a file only status and priority, and only where the watcher may write.",
        answers: found,
        errors: {
          ...noSuch,
          409: "Somebody else changed it (member `task`), its state does not allow that, or its file is only read",
          422: "An agent or a dependency is unknown, or the dependencies would be a ring (member `ring`)",
        },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", taskPatch),
      async (c) => c.json(await tasks.change(taskActorOf(c.get("caller")), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .post(
      "/api/tasks/:id/retry",
      describe({
        tag,
        summary: "Try a task again",
        description: "A new attempt that names the one before; what waited for that one waits for this one.",
        answers: {
          201: { schema: task, description: "The new attempt" },
          200: { schema: task, description: "The attempt that there is already" },
        },
        errors: { ...noSuch, 409: "It has not ended, or it was completed" },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => {
        const again = await tasks.retry(taskActorOf(c.get("caller")), c.req.valid("param").id);
        return again.created ? c.json(again.task, 201) : c.json(again.task, 200);
      },
    )
    .post(
      "/api/tasks/:id/boost",
      describe({
        tag,
        summary: "Raise a task's priority by one",
        description: "Low, medium, high, critical; what is critical stays so.",
        answers: found,
        errors: { ...noSuch, 409: "It has ended" },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => c.json(await tasks.boost(taskActorOf(c.get("caller")), c.req.valid("param").id), 200),
    )
    .get(
      "/api/tasks/:id/history",
      describe({
        tag,
        summary: "Read what happened to a task",
        answers: { 200: { schema: taskHistory, description: "Oldest first; and all attempts at it" } },
        errors: noSuch,
      }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      async (c) => c.json(await tasks.history(c.req.valid("param").id), 200),
    )
    .get(
      "/api/tasks/:id/suggestions",
      describe({
        tag,
        summary: "Ask whom to give a task",
        description: "Of the agents that are here: by role, by what each has open, and by how like tasks ended with it in 30 days.",
        answers: { 200: { schema: taskSuggestions, description: "Best first, each with the reason" } },
        errors: noSuch,
      }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      async (c) => c.json(await tasks.suggest(c.req.valid("param").id), 200),
    )
    .route("/", taskReportsRoutes({ tasks }))
    .route("/", templatesRoutes({ tasks }));
};
