import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { DecisionRequestInput } from "@beckon/contracts/decisions";
import { BeckonError } from "./errors.ts";
import { uuidV7 } from "./uuid-v7.ts";

/** A loop that asks while the server is away must not fill the disk. */
const MAX_ENTRIES = 1_000;
const ENTRY_NAME = /^[0-9a-f-]{36}\.json$/;

/** A request that could not be sent, as it lies on disk. The token is never written. */
export type SpooledRequest = {
  /** Name of its file in the spool folder. */
  file: string;
  /** The server it is meant for. */
  url: string;
  idempotencyKey: string;
  /** `expiresInSeconds` was turned into `expiresAt`, so that the time runs from the asking. */
  input: DecisionRequestInput;
  spooledAt: string;
};

/** The spool is full: older requests must be sent or removed first. */
export class SpoolFullError extends BeckonError {
  constructor(directory: string) {
    super("client.spool_full", `${MAX_ENTRIES} requests wait in ${directory} already`);
  }
}

/** `$BECKON_SPOOL_DIR`, else `$XDG_STATE_HOME/beckon/spool`, else `~/.local/state/beckon/spool`. */
export function spoolDirectory(env: Record<string, string | undefined> = process.env): string {
  if (env.BECKON_SPOOL_DIR) return env.BECKON_SPOOL_DIR;
  const state = env.XDG_STATE_HOME;
  // The XDG specification: a relative path is invalid and to be ignored.
  return join(state && isAbsolute(state) ? state : join(homedir(), ".local", "state"), "beckon", "spool");
}

/**
 * Writes a request to the spool (folder 0700, file 0600), whole or not at all, also through a power cut.
 *
 * @throws ZodError when the request itself is wrong · SpoolFullError · the file system's own errors.
 */
export async function spoolRequest(
  directory: string,
  request: { url: string; idempotencyKey: string; input: DecisionRequestInput },
  now: number = Date.now(),
): Promise<SpooledRequest> {
  const { decisionRequestInput } = await import("@beckon/contracts/decisions");
  const { expiresInSeconds, ...input } = decisionRequestInput.parse(request.input);
  if (expiresInSeconds) input.expiresAt = new Date(now + expiresInSeconds * 1_000).toISOString();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if ((await entryNames(directory)).length >= MAX_ENTRIES) throw new SpoolFullError(directory);
  const entry = { v: 1, url: request.url, idempotencyKey: request.idempotencyKey, input, spooledAt: new Date(now).toISOString() };
  const file = `${uuidV7(now)}.json`;
  await writeDurably(directory, file, JSON.stringify(entry));
  return { ...entry, file };
}

/** All that waits, oldest first. `unreadable` are files that are no spooled request, by name. */
export async function listSpool(directory: string): Promise<{ entries: SpooledRequest[]; unreadable: string[] }> {
  const entries: SpooledRequest[] = [];
  const unreadable: string[] = [];
  for (const file of await entryNames(directory)) {
    const content = await readFile(join(directory, file), "utf8").catch(ignoreMissing);
    // Sent and removed by another process in the meantime.
    if (content === undefined) continue;
    const entry = await parseEntry(content);
    if (entry) entries.push({ ...entry, file });
    else unreadable.push(file);
  }
  return { entries, unreadable };
}

/** Whether anything waits; cheap, for a look before every call. */
export async function hasSpool(directory: string): Promise<boolean> {
  return (await entryNames(directory)).length > 0;
}

/** Removes one entry; it may be gone already. */
export async function removeSpooled(directory: string, file: string): Promise<void> {
  await rm(join(directory, file), { force: true });
}

async function entryNames(directory: string): Promise<string[]> {
  const names = (await readdir(directory).catch(ignoreMissing)) ?? [];
  return names.filter((name) => ENTRY_NAME.test(name)).sort();
}

async function writeDurably(directory: string, file: string, content: string): Promise<void> {
  const temporary = join(directory, `.${file}.tmp`);
  const handle = await open(temporary, "wx", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(temporary, join(directory, file));
  await syncDirectory(directory);
}

/** Makes the new name itself last. Windows cannot open folders and does not need it. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r").catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

async function parseEntry(content: string): Promise<Omit<SpooledRequest, "file"> | undefined> {
  const { decisionRequestInput } = await import("@beckon/contracts/decisions");
  try {
    const entry = JSON.parse(content) as Partial<SpooledRequest>;
    const { url, idempotencyKey, spooledAt } = entry;
    const input = decisionRequestInput.safeParse(entry.input);
    if (!input.success || typeof url !== "string" || typeof idempotencyKey !== "string" || typeof spooledAt !== "string") {
      return undefined;
    }
    return { url, idempotencyKey, spooledAt, input: input.data };
  } catch {
    return undefined;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
