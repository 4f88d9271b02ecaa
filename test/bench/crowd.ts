import { connect, type Socket } from "node:net";

/** What the crowd is told: where, and the head of each call that it makes and then holds open. */
export type CrowdOrder = { port: number; heads: string[] };

/**
 * A process full of idle connections: agents that wait and apps that listen. Plain sockets, so that
 * 2,000 of them cost this machine little besides what they cost the server.
 */
const sockets: Socket[] = [];

const open = (port: number, head: string) =>
  new Promise<void>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => void socket.write(head, () => resolve()));
    socket.on("error", reject).on("data", (chunk) => {
      // A held call answers nothing yet; a stream begins with 200. Anything else ends the bench.
      if (chunk.subarray(0, 9).toString() === "HTTP/1.1 " && chunk.subarray(9, 12).toString() !== "200")
        process.send?.({ refused: chunk.toString().slice(0, 300) });
    });
    sockets.push(socket);
  });

process.on("message", async (order: CrowdOrder | "leave") => {
  if (order === "leave") return process.exit(0);
  for (let from = 0; from < order.heads.length; from += 50)
    await Promise.all(order.heads.slice(from, from + 50).map((head) => open(order.port, head)));
  process.send?.({ open: sockets.length });
});
