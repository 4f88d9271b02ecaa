import {
  fileEditResult,
  fileEdits,
  workDirectory,
  workDirectoryId,
  workDirectoryInput,
  workFilesAnswer,
  workFilesInput,
  workFilesKnown,
} from "@beckon/contracts/work-directories";
import { idOf } from "@beckon/contracts/common";
import { Hono } from "hono";
import { z } from "zod";
import { tokenOf } from "../platform/http/caller-token.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { WorkDirectoriesService } from "./work-directories.service.ts";

const tag = "Work directories";
const watchers = ["agent", "host", "admin"] as const;
const idParam = z.object({ id: workDirectoryId });
const noSuch = { 404: "No such directory, or another token's" };

/** Folders of task files, as `beckon watch` tells of them. */
export const workDirectoriesRoutes = (options: { workDirectories: WorkDirectoriesService }) => {
  const { workDirectories } = options;
  return new Hono<Env>()
    .get(
      "/api/work-directories",
      describe({
        tag,
        summary: "List the work directories",
        description: "With the tasks of each lane. `watching` is false when nothing was heard of its watcher for 90 s.",
        answers: { 200: { schema: z.object({ items: z.array(workDirectory) }), description: "All of them, by name" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json({ items: await workDirectories.list() }, 200),
    )
    .delete(
      "/api/work-directories/:id",
      describe({
        tag,
        summary: "Take a work directory off the board",
        description: "Its tasks go too; the files stay. A watcher that still runs brings it back.",
        answers: { 204: { description: "Gone" } },
        errors: { 404: "No such directory" },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => {
        await workDirectories.remove(c.req.valid("param").id);
        return c.body(null, 204);
      },
    )
    .post(
      "/api/work-directories",
      describe({
        tag,
        summary: "Follow a directory of task files",
        description: "The same host and path with the same token is the same directory, however often it is said.",
        answers: { 200: { schema: workDirectory, description: "The directory as the server knows it" } },
      }),
      guard({ tokens: watchers }),
      validate("json", workDirectoryInput),
      async (c) => c.json(await workDirectories.open(tokenOf(c.get("caller")), c.req.valid("json")), 200),
    )
    .get(
      "/api/work-directories/:id/files",
      describe({
        tag,
        summary: "What the server has of the files",
        description: "Path and hash of each, and the revision that the next telling names.",
        answers: { 200: { schema: workFilesKnown, description: "All of them" } },
        errors: noSuch,
      }),
      guard({ tokens: watchers }),
      validate("param", idParam),
      async (c) => c.json(await workDirectories.known(tokenOf(c.get("caller")), c.req.valid("param").id), 200),
    )
    .post(
      "/api/work-directories/:id/files",
      describe({
        tag,
        summary: "Tell what changed in the files",
        description: "First what moved, then what is gone, then what the files say. All of it or nothing.",
        answers: { 200: { schema: workFilesAnswer, description: "The revision that the next telling names" } },
        errors: { ...noSuch, 409: "Told of another revision: ask what the server has" },
      }),
      guard({ tokens: watchers }),
      validate("param", idParam),
      validate("json", workFilesInput),
      async (c) => c.json(await workDirectories.tell(tokenOf(c.get("caller")), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .get(
      "/api/work-directories/:id/edits",
      describe({
        tag,
        summary: "Wait for changes that people want in the files",
        description: "Held for at most `wait` seconds. It is the watcher's sign of life, too.",
        answers: { 200: { schema: fileEdits, description: "What is asked for and not done yet, oldest first" } },
        errors: noSuch,
      }),
      guard({ tokens: watchers }),
      validate("param", idParam),
      validate("query", z.object({ wait: z.coerce.number().min(0).max(50).default(0) })),
      async (c) => {
        const options = { waitMs: c.req.valid("query").wait * 1_000, signal: c.req.raw.signal };
        return c.json(await workDirectories.edits(tokenOf(c.get("caller")), c.req.valid("param").id, options), 200);
      },
    )
    .post(
      "/api/work-directories/:id/edits/:edit",
      describe({
        tag,
        summary: "Say what came of a change",
        answers: { 204: { description: "Noted" } },
        errors: { 404: "No such directory, or no such change is asked for" },
      }),
      guard({ tokens: watchers }),
      validate("param", idParam.extend({ edit: idOf("fe") })),
      validate("json", fileEditResult),
      async (c) => {
        await workDirectories.endEdit(tokenOf(c.get("caller")), c.req.valid("param"), c.req.valid("json"));
        return c.body(null, 204);
      },
    );
};
