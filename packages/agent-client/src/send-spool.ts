import type { Client } from "./client.ts";
import { BeckonError, RefusedError, UnreachableError } from "./errors.ts";
import { listSpool, removeSpooled } from "./spool.ts";
import type { SpooledRequest } from "./spool.ts";

/** Refusals that the same request will meet again and again; the others (401, 403, 404) can be repaired. */
const HOPELESS = new Set([400, 409, 410, 413, 422]);

export type SpoolReport = {
  /** Now on the server; without an id where it had arrived before, only its answer was lost. */
  sent: (SpooledRequest & { id?: string })[];
  /** Removed: their time was over before the server was back. */
  expired: SpooledRequest[];
  /** Removed: the server will never take them, and why. */
  refused: (SpooledRequest & { reason: string })[];
  /** Still there, meant for this server. */
  waiting: number;
  /** Still there, meant for another server. */
  elsewhere: number;
  unreadable: string[];
  /** What ended the sending early. */
  trouble?: BeckonError;
};

/**
 * Sends what waits in the spool for the client's server, oldest first, for at most `timeoutMs`. Two
 * processes may do so at once: the idempotency keys make them send the same rows.
 *
 * @throws the file system's errors, other than a missing folder.
 */
export async function sendSpool(
  client: Client,
  options: { directory: string; timeoutMs: number; now?: () => number },
): Promise<SpoolReport> {
  const { directory, now = Date.now } = options;
  const { entries, unreadable } = await listSpool(directory);
  const mine = entries.filter((entry) => entry.url === client.url);
  const report: SpoolReport = { sent: [], expired: [], refused: [], waiting: 0, elsewhere: entries.length - mine.length, unreadable };
  const deadline = Date.now() + options.timeoutMs;
  for (const entry of mine) {
    if (isOver(entry, now())) {
      report.expired.push(entry);
    } else {
      const left = deadline - Date.now();
      if (left <= 0) report.trouble ??= new UnreachableError(`${client.url} takes too long`);
      if (!report.trouble) await sendOne({ client, entry, report, timeoutMs: left });
      if (report.trouble) {
        report.waiting += 1;
        continue;
      }
    }
    await removeSpooled(directory, entry.file);
  }
  return report;
}

async function sendOne(turn: { client: Client; entry: SpooledRequest; report: SpoolReport; timeoutMs: number }) {
  const { client, entry, report } = turn;
  try {
    const { id } = await client.requestDecision(entry.input, {
      idempotencyKey: entry.idempotencyKey,
      timeoutMs: turn.timeoutMs,
    });
    report.sent.push({ ...entry, id });
  } catch (error) {
    if (!(error instanceof BeckonError)) throw error;
    // The key is known there with the expiry as it was first sent, relative: the first try did arrive.
    if (error.code === "idempotency.key_reused") report.sent.push(entry);
    else if (error instanceof RefusedError && HOPELESS.has(error.status)) report.refused.push({ ...entry, reason: error.message });
    else report.trouble = error;
  }
}

function isOver(entry: SpooledRequest, now: number): boolean {
  return entry.input.expiresAt !== undefined && Date.parse(entry.input.expiresAt) <= now;
}
