import { Hono } from "hono";
import { z } from "zod";
import { text } from "@beckon/contracts/common";
import { tokenOf } from "../platform/http/caller-token.ts";
import { bodyRoom } from "../platform/http/body-room.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import { whenSent } from "../platform/http/when-sent.ts";
import { clip } from "./clean.ts";
import { readPlace } from "./hook-place.ts";
import type { HookAgent, HooksService } from "./hooks.service.ts";

const tokens = ["agent", "host", "admin"] as const;
const tag = "Agents' hooks";

const agents = ["claude-code", "codex", "gemini", "copilot", "cursor", "opencode"] as const satisfies readonly HookAgent[];
const hookParam = z.object({ agent: z.enum(agents) });
const hookPayload = z.record(z.string(), z.unknown());
const hookQuery = z.object({
  /** Ask before what is risky. */
  gate: text(20).optional(),
  /** The event, where the payload does not say it. */
  event: text(60).optional(),
  /** Hold for at most so many seconds, then answer 202. */
  wait: z.coerce.number().min(0).max(240).optional(),
});
/** `key` is the `Idempotency-Key` of the hook's call. */
const withdrawInput = z.object({ agent: z.enum(agents), key: text(200), reason: text(500).default("the asking process was ended") });

const keyHeader = (value: string | undefined) => (value !== undefined && /^[\x21-\x7e]{1,200}$/.test(value) ? value : undefined);

const mebibyte = 1_048_576;
/** A file of some megabytes comes with each edit of it, and what a call would write comes whole; only where it tells its length. */
export const mostHookBytes = 8 * mebibyte;
/** Whether this is the path of an agent's own hooks, and none of a service's web hooks. */
export const isAgentHook = (path: string): boolean => agents.some((agent) => path === `/hooks/${agent}`);

/** Says its length: else the end of nothing is a chunk of its own. */
const empty = { "content-length": "0" };

/** Names in headers are percent-encoded where they are not plain ASCII. */
const nameHeader = (value: string | undefined): string | undefined => {
  if (!value) return undefined;
  try {
    return clip(decodeURIComponent(value), 120);
  } catch {
    return clip(value, 120);
  }
};

/** `POST /hooks/…`: what agents' own hooks send. Whatever is not understood is taken, and decides nothing. */
export const hooksRoutes = ({ hooks }: { hooks: HooksService }) =>
  new Hono<Env>()
    .post(
      "/hooks/withdraw",
      describe({
        tag,
        summary: "Take back what a hook asked",
        description: "For a hook's process that is ended while it waits. `withdrawn`: how many requests that were.",
        answers: { 200: { schema: z.object({ withdrawn: z.number().int() }), description: "Nothing of it waits any more" } },
      }),
      guard({ tokens }),
      validate("json", withdrawInput),
      async (c) => c.json({ withdrawn: await hooks.withdraw(tokenOf(c.get("caller")), c.req.valid("json")) }, 200),
    )
    .post(
      "/hooks/:agent{claude-code|codex|gemini|copilot|cursor|opencode}",
      describe({
        tag,
        summary: "An event of an agent's own hooks",
        description:
          "The vendor's payload as it is; unknown events and fields are taken and decide nothing. A question is held until it is answered, the client hangs up, or it is answered elsewhere. With an `Idempotency-Key` a lost connection is no refusal: the same key comes back to the same question.",
        answers: {
          200: { schema: z.record(z.string(), z.unknown()), description: "The agent's own form of the answer; empty: no decision" },
          202: {
            schema: z.object({ status: z.literal("pending") }),
            description: "`wait` is over and nobody has answered: ask again with the same key",
          },
        },
        errors: {
          413: "Over 8 MiB, or over 1 MiB and of no told length",
          422: "No JSON object, or nested too deeply",
          503: "Too much of more than 1 MiB is waiting: come again",
        },
      }),
      guard({ tokens }),
      bodyRoom({ above: mebibyte, together: 8 * mostHookBytes }),
      validate("param", hookParam),
      validate("query", hookQuery),
      validate("json", hookPayload),
      async (c) => {
        const { gate, event, wait } = c.req.valid("query");
        const key = keyHeader(c.req.header("idempotency-key"));
        const agent = nameHeader(c.req.header("x-beckon-agent"));
        const host = nameHeader(c.req.header("x-beckon-host"));
        const result = await hooks.handle({
          owner: tokenOf(c.get("caller")),
          agent: c.req.valid("param").agent,
          payload: c.req.valid("json"),
          size: Number(c.req.header("content-length") ?? mebibyte),
          context: { ...(agent ? { agent } : {}), ...(host ? { host } : {}), ...(event ? { event } : {}), gate: gate !== undefined },
          place: readPlace((name) => c.req.header(name)),
          key,
          waitMs: wait === undefined ? undefined : wait * 1_000,
          // Made when it is asked for: only a question waits.
          hungUp: () => c.req.raw.signal,
        });
        if (result.kind === "output") {
          if (result.out) whenSent(c, result.out);
          return c.json(result.output, 200);
        }
        return result.kind === "pending" ? c.json({ status: "pending" } as const, 202) : c.body(null, 200, empty);
      },
    );
