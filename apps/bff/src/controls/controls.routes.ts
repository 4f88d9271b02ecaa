import { command, commandAnswer, commandId, commandInput, commandPage, commandQuery } from "@beckon/contracts/controls";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import type { ControlsService } from "./controls.service.ts";

const tag = "Controls";
const idParam = z.object({ id: commandId });
const noSuch = { 404: "No such command" };

/** What people want done with agents, and what really happened. */
export const controlsRoutes = ({ controls }: { controls: ControlsService }) =>
  new Hono<Env>()
    .post(
      "/api/commands",
      describe({
        tag,
        summary: "Start, stop, restart, pause or resume",
        description:
          "To an agent, to one process, or so many of a profile; one command for each process that is meant. A machine that is away gets it when it comes back, if it is not expired by then. `Idempotency-Key` makes a retry safe.",
        answers: {
          201: { schema: commandAnswer, description: "Asked for; the state of each says what really happens" },
          200: { schema: commandAnswer, description: "The same key again: the commands of before" },
        },
        errors: { 404: "No such agent, machine or process", 409: "It cannot be done, or something else is under way there; why, in words" },
      }),
      guard({ people: "operator" }),
      validate("json", commandInput),
      async (c) => {
        const { commands, created } = await controls.request(
          c.get("caller"),
          c.req.valid("json"),
          readKey(c.req.header("idempotency-key")),
        );
        return created ? c.json({ commands }, 201) : c.json({ commands }, 200);
      },
    )
    .get(
      "/api/commands",
      describe({
        tag,
        summary: "List the commands",
        description: "Newest first; kept for 30 days.",
        answers: { 200: { schema: commandPage, description: "One page" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", commandQuery),
      async (c) => c.json(await controls.search(c.req.valid("query")), 200),
    )
    .get(
      "/api/commands/:id",
      describe({
        tag,
        summary: "Read a command",
        answers: { 200: { schema: command, description: "As it is now" } },
        errors: noSuch,
      }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      async (c) => c.json(await controls.read(c.req.valid("param").id), 200),
    )
    .post(
      "/api/commands/:id/cancel",
      describe({
        tag,
        summary: "Take a command back",
        description: "While nobody has fetched it.",
        answers: { 200: { schema: command, description: "Taken back" } },
        errors: { ...noSuch, 409: "It is too late; why, in words" },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => c.json(await controls.cancel(c.get("caller"), c.req.valid("param").id), 200),
    );
