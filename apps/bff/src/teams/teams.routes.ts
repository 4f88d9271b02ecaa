import {
  handOut,
  handOutInput,
  memberId,
  team,
  teamDissolve,
  teamId,
  teamInput,
  teamPage,
  teamPatch,
  teamPreview,
  teamPreviewInput,
  teamQuery,
} from "@beckon/contracts/teams";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import type { TeamsService } from "./teams.service.ts";

const tag = "Teams";
const idParam = z.object({ id: teamId });
const noSuch = { 404: "No such team" };

/** Several processes that are started, watched, paid for and dissolved as one; and work that finds its agent by itself. */
export const teamsRoutes = ({ teams }: { teams: TeamsService }) =>
  new Hono<Env>()
    .post(
      "/api/teams/preview",
      describe({
        tag,
        summary: "See what a team would be",
        description:
          "Which machine and profile gives each role, spread by free places; and what cannot be placed, and why. Starts nothing.",
        answers: { 200: { schema: teamPreview, description: "As things are now" } },
      }),
      guard({ people: "viewer" }),
      validate("json", teamPreviewInput),
      async (c) => c.json(await teams.preview(c.req.valid("json").members), 200),
    )
    .post(
      "/api/teams",
      describe({
        tag,
        summary: "Start a team",
        description:
          "Each member is one start command, spread over the connected machines. Who cannot be placed or started is a member that says why, and can be tried again. `Idempotency-Key` makes a retry safe.",
        answers: {
          201: { schema: team, description: "Being started; the state of each member says what really happens" },
          200: { schema: team, description: "The same key again: the team of before, as it is now" },
        },
        errors: { 404: "No such task", 409: "Nobody of it can be started; why, in words" },
      }),
      guard({ people: "operator" }),
      validate("json", teamInput),
      async (c) => {
        const { team: made, created } = await teams.make(c.get("caller"), c.req.valid("json"), readKey(c.req.header("idempotency-key")));
        return created ? c.json(made, 201) : c.json(made, 200);
      },
    )
    .get(
      "/api/teams",
      describe({
        tag,
        summary: "List the teams",
        description: "Newest first, declared ones included; dissolved ones are kept for 90 days.",
        answers: { 200: { schema: teamPage, description: "One page" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", teamQuery),
      async (c) => c.json(await teams.search(c.req.valid("query")), 200),
    )
    .get(
      "/api/teams/:id",
      describe({ tag, summary: "Read a team", answers: { 200: { schema: team, description: "As it is now" } }, errors: noSuch }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      async (c) => c.json(await teams.read(c.req.valid("param").id), 200),
    )
    .patch(
      "/api/teams/:id",
      describe({
        tag,
        summary: "Keep a team at strength, or change its budget",
        description:
          "`keep` true starts a team that a machine's configuration declares, and starts again who ends by itself. Again is no error.",
        answers: { 200: { schema: team, description: "As it is now" } },
        errors: { ...noSuch, 409: "It is dissolved, or declared no more" },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", teamPatch),
      async (c) => c.json(await teams.patch(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .post(
      "/api/teams/:id/members/:member/start",
      describe({
        tag,
        summary: "Start a member again",
        description: "What it did before is forgiven. Again is no error while it is being started.",
        answers: { 200: { schema: team, description: "Asked for" } },
        errors: { 404: "No such team or member", 409: "It is there already, or the team is dissolved" },
      }),
      guard({ people: "operator" }),
      validate("param", idParam.extend({ member: memberId })),
      async (c) => {
        const { id, member } = c.req.valid("param");
        return c.json(await teams.startMember(c.get("caller"), id, member), 200);
      },
    )
    .post(
      "/api/teams/:id/dissolve",
      describe({
        tag,
        summary: "Dissolve a team",
        description:
          "Its processes are asked to end, and what they had to do waits for others (`requeue`), or stays theirs (`keep`). It is dissolved when nothing of it is left. Again is no error.",
        answers: { 200: { schema: team, description: "Being dissolved" } },
        errors: noSuch,
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", teamDissolve),
      async (c) => c.json(await teams.dissolve(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .get(
      "/api/hand-out",
      describe({
        tag,
        summary: "Whether waiting tasks are handed out",
        description: "And what could not be, one entry for each cause.",
        answers: { 200: { schema: handOut, description: "As it is now" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json(await teams.handOut.read(), 200),
    )
    .put(
      "/api/hand-out",
      describe({
        tag,
        summary: "Switch the hand-out of waiting tasks",
        description: "On: what nobody has goes to the agent that fits best, has the role and nothing else to do. Again is no error.",
        answers: { 200: { schema: handOut, description: "As it is now" } },
      }),
      guard({ people: "operator" }),
      validate("json", handOutInput),
      async (c) => {
        await teams.handOut.switch(c.get("caller"), c.req.valid("json").on);
        return c.json(await teams.handOut.read(), 200);
      },
    );
