import { NotTaken, post, toJson, type World } from "./world.ts";

export type ToolResult = { text: string; data: Record<string, unknown> };

const protocol = "2025-06-18";

/** A client of the Model Context Protocol over Streamable HTTP, as small as the demo needs it. */
export const createMcpClient = (world: World, headers: Record<string, string>) => {
  let messages = 0;

  const send = async (
    method: string,
    params: object,
    more: { notify?: boolean; signal?: AbortSignal } = {},
  ): Promise<Record<string, unknown>> => {
    messages += 1;
    const text = await post(world, {
      path: "/mcp",
      body: { jsonrpc: "2.0", method, params, ...(more.notify ? {} : { id: messages }) },
      headers: { accept: "application/json, text/event-stream", "mcp-protocol-version": protocol, ...headers },
      ...(more.signal ? { signal: more.signal } : {}),
    });
    if (more.notify) return {};
    // The last message of the stream is the result; progress comes before it.
    const answer = toJson(
      text
        .split("\n")
        .findLast((line) => line.startsWith("data: "))
        ?.slice(6) ?? text,
    );
    if (!answer || answer.error) throw new NotTaken(200, `/mcp ${method}: ${JSON.stringify(answer?.error)}`);
    return (answer.result ?? {}) as Record<string, unknown>;
  };

  return {
    connect: async (): Promise<void> => {
      await send("initialize", { protocolVersion: protocol, capabilities: {}, clientInfo: { name: "opencode", version: "1.18.33" } });
      await send("notifications/initialized", {}, { notify: true });
    },
    /** One tool call. */
    call: async (name: string, args: object, signal?: AbortSignal): Promise<ToolResult> => {
      const params = { name, arguments: args, _meta: { progressToken: messages } };
      const result = await send("tools/call", params, signal ? { signal } : {});
      const [content] = (result.content ?? []) as { text?: string }[];
      if (result.isError) throw new NotTaken(200, `/mcp ${name}: ${content?.text ?? ""}`);
      return { text: content?.text ?? "", data: (result.structuredContent ?? {}) as Record<string, unknown> };
    },
  };
};
