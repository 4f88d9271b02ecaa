import { createHash } from "node:crypto";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { CliError } from "../errors.ts";
import { lockSocket } from "../lock-socket.ts";

/**
 * One watcher a directory and server on this machine.
 *
 * @throws CliError when another one is at work.
 */
export const lockDirectory = async (root: string, url: string): Promise<{ release(): void }> => {
  const name = createHash("sha256")
    .update(JSON.stringify([root, url, userInfo().uid]))
    .digest("hex")
    .slice(0, 20);
  const path = process.platform === "win32" ? `\\\\.\\pipe\\beckon-watch-${name}` : join(tmpdir(), `beckon-watch-${name}.sock`);
  const server = await lockSocket(path);
  if (!server) throw new CliError(`another beckon watch already follows ${root}`, { hint: "end that one first" });
  return { release: () => void server.close() };
};
