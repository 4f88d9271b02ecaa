import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { OutboxEntry } from "../platform/outbox-types.ts";
import type { Replica } from "../platform/replica.ts";
import { unsentChanges } from "../work/unsent-changes.ts";

/** An answer, or a change of a task, that could not be sent before this device was signed out. */
export type UnsentAnswer = { requestId: string; title: string; answer: string; createdAt: string };

/** All that would be lost; what cannot be read is lost without a word. */
export async function allUnsent(replica: Replica): Promise<UnsentAnswer[]> {
  const found = [unsentAnswers(replica), unsentChanges(replica)].map((list) => list.catch(() => []));
  return (await Promise.all(found)).flat();
}

/** What is lost with the outbox, in words: the person may want to answer again elsewhere. */
async function unsentAnswers(replica: Replica): Promise<UnsentAnswer[]> {
  const db = await replica.db();
  const entries = (await db.getAll("outbox")).filter((entry) => entry.progress !== "refused");
  return Promise.all(
    entries.map(async (entry) => {
      const row = await db.get("decisionRequests", entry.requestId);
      const title = row?.title ?? (await db.get("cards", entry.requestId))?.data.card?.title ?? entry.requestId;
      return { requestId: entry.requestId, title, answer: answerOf(entry, row), createdAt: entry.createdAt };
    }),
  );
}

function answerOf({ input }: OutboxEntry, row: DecisionRequest | undefined): string {
  const label = row?.options.find((option) => option.id === input.option)?.label ?? input.option;
  return [label, input.text].filter((part) => part !== undefined).join(": ");
}
