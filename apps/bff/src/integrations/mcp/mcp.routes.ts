import { Hono } from "hono";
import { z } from "zod";
import { defineError } from "../../platform/errors.ts";
import { tokenOf } from "../../platform/http/caller-token.ts";
import { describe } from "../../platform/http/describe.ts";
import type { Env } from "../../platform/http/env.ts";
import { guard } from "../../platform/http/guard.ts";
import { validate } from "../../platform/http/validate.ts";
import { openSending } from "../../platform/http/when-sent.ts";
import type { McpService } from "./mcp.service.ts";
import type { McpDeps } from "./mcp.types.ts";

const notAllowed = defineError({ code: "request.method_not_allowed", status: 405, title: "Method not allowed" });

/** No more than that it is JSON-RPC: the protocol's own errors are told in its own form. */
const message = z.looseObject({ jsonrpc: z.literal("2.0") });
const messages = z.union([message, z.array(message).min(1).max(100)]);

const tag = "MCP";
const tokens = ["agent", "host", "admin"] as const;

/**
 * The Model Context Protocol over Streamable HTTP, stateless. The protocol's code is loaded with the
 * first message: a server whose agents do not speak it pays nothing for it.
 */
export const mcpRoutes = (options: McpDeps) => {
  let service: Promise<McpService> | undefined;
  const load = () => (service ??= import("./mcp.service.ts").then(({ createMcpService }) => createMcpService(options)));

  return (
    new Hono<Env>()
      .post(
        "/mcp",
        describe({
          tag,
          summary: "Model Context Protocol",
          description:
            "JSON-RPC 2.0 of revision 2026-07-28, or of 2025. Tools: ask_human, wait_for_answer, report_progress, start_task, complete_task, hand_over, next_task. `X-Beckon-Wait: SECONDS` says how long the client lets a call be held (50 unless told), `X-Beckon-Agent`, `X-Beckon-Host` and `X-Beckon-Session` who calls.",
          answers: { 200: { description: "The result as an event stream" }, 202: { description: "A notification was taken" } },
          errors: { 400: "A message that this server does not serve", 422: "No JSON-RPC message" },
        }),
        guard({ tokens }),
        validate("json", messages),
        async (c) => {
          const { url, headers, signal } = c.req.raw;
          const { serve } = await load();
          const sending = openSending(c);
          return serve({ owner: tokenOf(c.get("caller")), headers, url, body: c.req.valid("json"), signal, onOut: sending });
        },
      )
      // Clients of 2025 try for a stream, and some end a session: only this status tells them that there is neither.
      .all("/mcp", guard({ tokens }), () => {
        throw notAllowed({ detail: "POST alone: this server keeps no MCP sessions.", headers: { allow: "POST" } });
      })
  );
};
