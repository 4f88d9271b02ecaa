import {
  agent,
  agentId,
  agentPage,
  agentPatch,
  agentQuery,
  heartbeatAnswer,
  sessionPage,
  sessionQuery,
  type HeartbeatCommand,
  type Session,
} from "@beckon/contracts/agents";
import type { StepTake } from "@beckon/contracts/signals";
import { beatQuery, supervisedBeat, type SupervisedBeat } from "@beckon/contracts/supervised";
import { Hono } from "hono";
import { z } from "zod";
import { tokenOf } from "../platform/http/caller-token.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { SignalsService } from "../signals/signals.service.ts";
import type { AgentsService } from "./agents.service.ts";
import { toHeartbeat } from "./heartbeat.ts";
import { sessionKeyOf } from "./locate.ts";

const tag = "Agents";

type Pauses = {
  commands(ownerId: string, session: string | undefined): Promise<{ id: string; kind: string }[]>;
  beside(sessions: Session[]): Promise<Session[]>;
};

type Hosts = {
  beat(
    owner: { id: string; name: string },
    said: SupervisedBeat,
    hold: { waitMs: number; signal: AbortSignal },
  ): Promise<{ id: string; kind: string }[]>;
};

type Controls = {
  beat(beat: {
    owner: { id: string; name: string };
    ownerId: string;
    sessionKey: string;
    takes: readonly StepTake[];
    reports: readonly { id: string; state: "done" | "failed"; result?: string | undefined }[];
  }): Promise<HeartbeatCommand[]>;
};

/** Agents and their sessions, for people; their signs of life. */
export const agentsRoutes = (options: {
  agents: AgentsService;
  signals: Pick<SignalsService, "append" | "sessions">;
  /** Whether people want a run to stand still; the pauses slice knows. */
  pauses: Pauses;
  /** What people want of the process that is told of; the hosts slice knows. */
  hosts: Hosts;
  /** What people say to a run; the controls slice knows. */
  controls: Controls;
}) => {
  const { agents, signals, pauses, hosts, controls } = options;
  return new Hono<Env>()
    .get(
      "/api/agents",
      describe({
        tag,
        summary: "List the agents",
        description: "Newest sign first; `from` and `to` go by the last sign, `task` by what a run of it works on.",
        answers: { 200: { schema: agentPage, description: "One page" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer", local: true }),
      validate("query", agentQuery),
      async (c) => c.json(await agents.search(c.req.valid("query")), 200),
    )
    .patch(
      "/api/agents/:id",
      describe({
        tag,
        summary: "Name an agent, give it a role, say how it is paid",
        description: "`null` takes a word back: then what the agent says of itself stands.",
        answers: { 200: { schema: agent, description: "The agent as it is now" } },
        errors: { 404: "No such agent" },
      }),
      guard({ people: "operator" }),
      validate("param", z.object({ id: agentId })),
      validate("json", agentPatch),
      async (c) => c.json(await agents.patch(c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .get(
      "/api/sessions",
      describe({
        tag,
        summary: "List the sessions",
        description: "Runs of agents, newest sign first; `from` and `to` go by the last sign.",
        answers: { 200: { schema: sessionPage, description: "One page" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", sessionQuery),
      async (c) => {
        const page = await signals.sessions(c.req.valid("query"));
        return c.json({ ...page, items: await pauses.beside(page.items) }, 200);
      },
    )
    .post(
      "/api/agents/heartbeat",
      describe({
        tag,
        summary: "A sign of life",
        description:
          "Answered with the commands that wait for this run, oldest first: `message` and `stop` where `takes` names them, each again with every answer until `commands` of a later call says what came of it; `pause` while a person wants it to stand still. With `process`, whoever sends this supervises it: what people want of it is in the answer, which is held for at most `wait` seconds.",
        answers: { 200: { schema: heartbeatAnswer, description: "Noted, and durable" } },
      }),
      guard({ tokens: ["agent", "host", "admin"] }),
      validate("query", beatQuery),
      validate("json", supervisedBeat),
      async (c) => {
        const owner = tokenOf(c.get("caller"));
        const said = c.req.valid("json");
        const signal = toHeartbeat(said, new Date());
        await signals.append(owner, [signal]);
        const words = await controls.beat({
          owner,
          ownerId: owner.id,
          sessionKey: sessionKeyOf({ owner, signal }),
          takes: said.takes ?? [],
          reports: said.commands.flatMap(({ state, ...report }) => (state === "acknowledged" ? [] : { state, ...report })),
        });
        // What is there already is not held up by what may still come.
        const hold = { waitMs: words.length > 0 ? 0 : c.req.valid("query").wait * 1_000, signal: c.req.raw.signal };
        const supervised = await hosts.beat(owner, said, hold);
        return c.json({ commands: [...(await pauses.commands(owner.id, said.agent.sessionId)), ...words, ...supervised] }, 200);
      },
    );
};
