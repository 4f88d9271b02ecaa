import { idOf } from "@beckon/contracts/common";
import { task, taskTemplate, taskTemplateInput, taskTemplatePage } from "@beckon/contracts/tasks";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import { taskActorOf } from "./callers.ts";
import type { TasksService } from "./tasks.service.ts";

const idParam = z.object({ id: idOf("tt") });
const tag = "Task templates";
const noSuch = { 404: "No such template" };

/** Tasks to be made again and again, by people. */
export const templatesRoutes = ({ tasks: { templates } }: { tasks: Pick<TasksService, "templates"> }) =>
  new Hono<Env>()
    .get(
      "/api/task-templates",
      describe({ tag, summary: "List the templates", answers: { 200: { schema: taskTemplatePage, description: "By name" } } }),
      guard({ people: "viewer" }),
      async (c) => c.json(await templates.list(), 200),
    )
    .post(
      "/api/task-templates",
      describe({
        tag,
        summary: "Make a template",
        answers: { 201: { schema: taskTemplate, description: "Made" } },
        errors: { 409: "There are too many" },
      }),
      guard({ people: "operator" }),
      validate("json", taskTemplateInput),
      async (c) => c.json(await templates.add(c.req.valid("json")), 201),
    )
    .put(
      "/api/task-templates/:id",
      describe({
        tag,
        summary: "Replace a template",
        answers: { 200: { schema: taskTemplate, description: "As it is now" } },
        errors: noSuch,
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", taskTemplateInput),
      async (c) => c.json(await templates.replace(c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .delete(
      "/api/task-templates/:id",
      describe({ tag, summary: "Delete a template", answers: { 204: { description: "Gone; tasks made of it stay" } }, errors: noSuch }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => {
        await templates.remove(c.req.valid("param").id);
        return c.body(null, 204);
      },
    )
    .post(
      "/api/task-templates/:id/create",
      describe({ tag, summary: "Make a task of a template", answers: { 201: { schema: task, description: "Made" } }, errors: noSuch }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => c.json(await templates.create(taskActorOf(c.get("caller")), c.req.valid("param").id), 201),
    );
