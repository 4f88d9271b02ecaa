import { loadSpool } from "@beckon/agent-client";
import type { Client, SpoolReport } from "@beckon/agent-client";
import { say } from "./output.ts";

const BUDGET_MS = 2_000;

/** Sends what earlier calls had to keep, before this call's own work, for at most 2 s; never fails the call. */
export async function sendSpooled(client: Client): Promise<void> {
  const { hasSpool, sendSpool, spoolDirectory } = await loadSpool();
  const directory = spoolDirectory();
  try {
    if (!(await hasSpool(directory))) return;
    sayReport(await sendSpool(client, { directory, timeoutMs: BUDGET_MS }));
  } catch (error) {
    say(`beckon: the spool in ${directory} cannot be sent: ${(error as Error).message}`);
  }
}

/** What became of the spool, one line per kind; what merely still waits is not worth one here. */
export function sayReport(report: SpoolReport): void {
  if (report.sent.length > 0) say(`beckon: sent ${count(report.sent.length, "question")} kept while the server was away`);
  for (const { input } of report.expired) say(`beckon: dropped, its time was over before the server was back: ${input.title}`);
  for (const { input, reason } of report.refused) say(`beckon: dropped, the server refused it (${reason}): ${input.title}`);
  for (const file of report.unreadable) say(`beckon: ${file} in the spool is no question of Beckon; it is left alone`);
}

export const count = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? "" : "s"}`;
