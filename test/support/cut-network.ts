import { createServer, connect, type AddressInfo, type Socket } from "node:net";

type Way = "open" | "closed" | "swallowing" | { delayMs: number };

/**
 * The network between a machine and the server. closed: nobody listens, and what was open is reset. swallowing: everything
 * is accepted and nothing arrives, as behind a router that has forgotten; such a connection stays dead for good. delayMs:
 * each piece arrives so much later, in order.
 */
export const openNetwork = async (target: number) => {
  const pairs = new Set<[Socket, Socket]>();
  let way: Way = "open";
  let connections = 0;
  const all = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    all.add(socket);
    return socket.once("close", () => all.delete(socket));
  };
  const server = createServer((near) => {
    connections += 1;
    track(near);
    const far = track(connect(target, "127.0.0.1"));
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    const dead = () => !pairs.has(pair);
    const pass = (from: Socket, to: Socket) => {
      const later = (act: () => void) => {
        if (dead() || way === "swallowing") return void pairs.delete(pair);
        if (typeof way === "object") setTimeout(() => dead() || act(), way.delayMs);
        else act();
      };
      from.on("data", (bytes) => later(() => to.write(bytes)));
      from.on("end", () => later(() => to.end()));
      from.on("error", () => later(() => to.destroy()));
      from.on("close", () => later(() => to.destroy()));
    };
    pass(near, far);
    pass(far, near);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const drop = () => {
    pairs.clear();
    for (const socket of all) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    /** How often somebody has tried. */
    connections: () => connections,
    turn: async (next: Way) => {
      if (way === "closed" && next !== "closed") await listen(port);
      if (next === "closed" && way !== "closed") {
        server.close();
        drop();
      }
      way = next;
    },
    [Symbol.asyncDispose]: async () => {
      drop();
      if (way !== "closed") await new Promise((done) => server.close(done));
    },
  };
};
