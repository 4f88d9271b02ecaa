import { randomUUID } from "node:crypto";
import { createMcpHandler, McpServer, type McpHandlerRequestOptions, type McpRequestContext } from "@modelcontextprotocol/server";
import { sessionKeyOf } from "../../agents/locate.ts";
import { defineError, DomainError } from "../../platform/errors.ts";
import { toRefusal } from "./answer.ts";
import { ask } from "./asking.ts";
import { agentRefOf, readClient, signalHeadOf, type McpClient } from "./client.ts";
import { hold } from "./hold.ts";
import type { McpDeps, McpOwner } from "./mcp.types.ts";
import { registerTools } from "./tools.ts";

/** One JSON-RPC message (or a batch of 2025), its sender known. */
export type McpRequest = {
  owner: McpOwner;
  headers: Headers;
  url: string;
  body: unknown;
  signal: AbortSignal;
  /** Told of each thing that goes with the answer, to learn whether that went out. */
  onOut: (out: (arrived: boolean) => void) => void;
};

const instructions =
  "Beckon connects you with the person you work for, who is away from the keyboard. Use ask_human when you need a decision, a permission or a fact from them, and wait_for_answer while it is pending. Use start_task, report_progress and complete_task so that they see what you do; next_task gives you what waits for you. A message from a person may come with any answer: take it into account.";

const unable = "Beckon could not do this just now. Try once more; if it fails again, go on without it and say so in your final answer.";

/** Both eras of the protocol from one place: 2026-07-28, and what came before it. No state is kept between two messages. */
export const createMcpService = (deps: McpDeps) => {
  const asking = ask(deps);
  const holding = hold(deps);

  const refusal = (error: unknown) => {
    if (error instanceof DomainError) return toRefusal(`${error.message}.${error.detail ? ` ${error.detail}` : ""}`);
    deps.logger.error({ err: error }, "an MCP tool failed");
    return toRefusal(unable);
  };

  const serverFor = ({ authInfo }: McpRequestContext) => {
    if (!authInfo) throw new Error("an MCP message came without its caller");
    const { owner, client, onOut } = authInfo.extra as Pick<McpRequest, "owner" | "onOut"> & { client: McpClient };
    const server = new McpServer(
      { name: "beckon", title: "Beckon", version: deps.version },
      // The tools never change: clients need not hold a stream open to hear of it.
      { instructions, capabilities: { tools: { listChanged: false } } },
    );
    registerTools(server, {
      owner,
      client,
      now: deps.clock,
      ask: asking,
      hold: holding,
      pause: deps.pauses.hold,
      append: deps.signals.append,
      tasks: deps.tasks,
      sessionOfCall: async ({ id }, callId) => deps.agents.sessionOfCall(id, callId),
      said: async (call, tool) => {
        const { agent, session } = signalHeadOf(call);
        const told = await deps.controls.take({
          ownerId: owner.id,
          sessionKey: sessionKeyOf({ owner, signal: { agent, session } }),
          takes: ["message"],
          call: randomUUID(),
          when: `of ${tool}`,
        });
        if (told) onOut(told.out);
        return told?.words;
      },
      refusal,
    });
    return server;
  };

  const handler = createMcpHandler(serverFor, {
    responseMode: "sse",
    onerror: (error) => deps.logger.debug({ err: error }, "an MCP message was refused"),
  });

  /** A client that connects is a sign of its agent, perhaps the only one for hours. Its failure must not keep it from connecting. */
  const noteConnection = async (owner: McpOwner, client: McpClient, body: unknown) => {
    if (!isHandshake(body)) return;
    await deps.database
      .transaction((work) => deps.agents.seen(work, owner, agentRefOf(client, owner)))
      .catch((error: unknown) => deps.logger.error({ err: error }, "a connection by MCP could not be noted"));
  };

  return {
    /** Answers one POST. @throws DomainError where a client of 2025 sent what cannot be served. */
    serve: async ({ owner, headers, url, body, signal, onOut }: McpRequest): Promise<Response> => {
      const client = readClient(headers, body);
      await noteConnection(owner, client, body);
      const request = new Request(url, { method: "POST", headers: acceptingBoth(headers), signal });
      const options: McpHandlerRequestOptions = {
        parsedBody: body,
        authInfo: { token: owner.id, clientId: owner.id, scopes: [], extra: { owner, client, onOut } },
      };
      const answer = await handler.fetch(request, options);
      return answer.status >= 400 && !client.modern ? refused(answer) : answer;
    },
  };
};
export type McpService = ReturnType<typeof createMcpService>;

const isHandshake = (body: unknown): boolean =>
  typeof body === "object" && body !== null && "method" in body && (body.method === "initialize" || body.method === "server/discover");

/** The answer is always a stream; a program that did not say so gets it all the same. */
const acceptingBoth = (headers: Headers): Headers => {
  const accepting = new Headers(headers);
  accepting.set("accept", "application/json, text/event-stream");
  return accepting;
};

/**
 * Clients of 2026 read the JSON-RPC error of a refused request and go by it; those of 2025 look at
 * the status alone, and get the problem that every other route gives.
 */
const refused = async (answer: Response): Promise<never> => {
  const told = (await answer.json().catch(() => undefined)) as { error?: { message?: unknown } } | undefined;
  const detail = typeof told?.error?.message === "string" ? told.error.message.slice(0, 300) : undefined;
  if (answer.status >= 500) throw new Error(`MCP: ${detail ?? answer.status}`);
  throw defineError({ code: "mcp.refused", status: answer.status, title: "The MCP message does not fit" })(detail ? { detail } : {});
};
