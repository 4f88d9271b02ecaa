import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { CliError } from "../errors.ts";

/**
 * One watcher a directory and server on this machine: a socket that only its process answers, so that one who was killed
 * leaves nothing behind that matters.
 *
 * @throws CliError when another one is at work.
 */
export const lockDirectory = async (root: string, url: string): Promise<{ release(): void }> => {
  const name = createHash("sha256")
    .update(JSON.stringify([root, url, userInfo().uid]))
    .digest("hex")
    .slice(0, 20);
  const path = process.platform === "win32" ? `\\\\.\\pipe\\beckon-watch-${name}` : join(tmpdir(), `beckon-watch-${name}.sock`);
  const server = (await listen(path)) ?? (await afterTheDead(path));
  if (!server) throw new CliError(`another beckon watch already follows ${root}`, { hint: "end that one first" });
  server.unref();
  return { release: () => void server.close() };
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
