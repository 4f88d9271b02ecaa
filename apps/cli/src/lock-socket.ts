import { rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";

/**
 * A lock that a killed holder cannot keep: a socket that only its process answers. Answers nothing where another one holds it.
 * The server it answers with is the lock; closed, it is free.
 */
export const lockSocket = async (path: string): Promise<Server | undefined> => {
  const server = (await listen(path)) ?? (await afterTheDead(path));
  return server?.unref();
};

const listen = (path: string) =>
  new Promise<Server | undefined>((resolve, reject) => {
    const server = createServer((socket) => socket.end());
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(undefined) : reject(error)));
    server.listen(path, () => resolve(server));
  });

/** Nobody answers at a socket whose process has died. */
const afterTheDead = async (path: string): Promise<Server | undefined> => {
  const lives = await new Promise<boolean>((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED" && error.code !== "ENOENT"));
  });
  if (lives) return undefined;
  rmSync(path, { force: true });
  return listen(path);
};
