import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";

type Message = { messageType?: string; channelID?: string; updates?: { channelID: string; version: string; code?: number }[] };

/**
 * A push service as Firefox speaks with its own: a WebSocket on which the browser registers and is
 * sent what came, and an RFC 8030 endpoint for the application server. It reads nothing: bodies are encrypted.
 */
export const startFirefoxPushService = async () => {
  const channels = new Map<string, { channelID: string; socket: WebSocket }>();
  const posts: { headers: IncomingHttpHeaders; bytes: number }[] = [];
  const acknowledged: { version: string; code?: number }[] = [];
  let origin = "";

  const answer = (socket: WebSocket, { messageType, channelID = "", updates = [] }: Message) => {
    const send = (message: object) => socket.send(JSON.stringify(message));
    if (messageType === "hello")
      return send({ messageType, uaid: randomUUID().replaceAll("-", ""), status: 200, use_webpush: true, broadcasts: {} });
    if (messageType === "register") {
      const id = randomBytes(12).toString("hex");
      channels.set(id, { channelID, socket });
      return send({ messageType, channelID, status: 200, pushEndpoint: `${origin}/wpush/v2/${id}` });
    }
    if (messageType === "unregister") return send({ messageType, channelID, status: 200 });
    if (messageType === "ack") return void acknowledged.push(...updates);
    if (messageType === undefined || messageType === "ping") return send({});
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const target = channels.get(request.url?.split("/").at(-1) ?? "");
      if (!target) return void response.writeHead(410).end();
      const body = Buffer.concat(chunks);
      posts.push({ headers: request.headers, bytes: body.length });
      const version = randomUUID();
      target.socket.send(
        JSON.stringify({
          messageType: "notification",
          channelID: target.channelID,
          version,
          data: body.toString("base64url"),
          headers: { encoding: request.headers["content-encoding"] },
        }),
      );
      response.writeHead(201, { location: `${origin}/m/${version}` }).end();
    });
  });
  const webSockets = new WebSocketServer({ server, handleProtocols: (offered) => [...offered][0] ?? false });
  webSockets.on("connection", (socket) => socket.on("message", (text: Buffer) => answer(socket, JSON.parse(text.toString()) as Message)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;

  return {
    origin,
    webSocket: `ws://127.0.0.1:${port}/`,
    posts,
    /** What the browser has decrypted and handed to a service worker. */
    acknowledged,
    close: async () => {
      for (const socket of webSockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
