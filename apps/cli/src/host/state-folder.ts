import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { CliError } from "../errors.ts";
import { lockSocket } from "../lock-socket.ts";

/** Where a runner keeps what it must know after a restart of itself. */
export type StateFolder = {
  path: string;
  /** One folder for each process: what is known of it, its output, and what its supervisor wrote. */
  processes: string;
  /** One file for each command. */
  commands: string;
  worktrees: string;
};

/** Names of sockets may have some hundred bytes, no more. */
const longestSocket = 100;

/**
 * Opens the folder for one runner alone.
 *
 * @throws CliError where it cannot be written, or another runner is at work in it.
 */
export async function openStateFolder(given: string): Promise<StateFolder & { release(): void }> {
  let path: string;
  try {
    mkdirSync(given, { recursive: true, mode: 0o700 });
    path = realpathSync(given);
    // It may lie in a repository, and is none of its business.
    writeFileSync(join(path, ".gitignore"), "*\n");
  } catch (error) {
    throw new CliError(`the state folder ${given} cannot be written: ${(error as Error).message}`, { hint: "set BECKON_STATE_DIR" });
  }
  const lock = await lockSocket(socketIn(path));
  if (!lock) throw new CliError(`another beckon host is at work in ${path}`, { hint: "end that one first, or set BECKON_STATE_DIR" });
  const folder = { path, processes: join(path, "processes"), commands: join(path, "commands"), worktrees: join(path, "worktrees") };
  for (const one of [folder.processes, folder.commands]) mkdirSync(one, { recursive: true, mode: 0o700 });
  return { ...folder, release: () => void lock.close() };
}

function socketIn(path: string): string {
  const socket = join(path, "runner.sock");
  if (Buffer.byteLength(socket) <= longestSocket) return socket;
  const hash = createHash("sha256").update(path).digest("hex").slice(0, 20);
  return `/tmp/beckon-host-${userInfo().uid}-${hash}.sock`;
}
