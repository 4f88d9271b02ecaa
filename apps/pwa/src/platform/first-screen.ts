import type { Session } from "@beckon/contracts/access";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { OutboxEntry } from "./outbox-types.ts";
import { type Replica, writeMeta } from "./replica.ts";

/**
 * The one record that paints the first screen: reading it costs a fraction of reading the
 * entities behind it, which follow at once. It may be thrown away at any time.
 */
export type FirstScreen = { session?: Session; pending: DecisionRequest[]; asOf?: string };
export type FirstRead = FirstScreen & { outbox: OutboxEntry[]; untaken?: number };

/** More than a tall desktop window shows. */
export const firstScreenRows = 24;
/** Long texts are not seen on the first screen, but would make the record slow. */
const longest = 2_000;

export async function readFirstScreen(replica: Replica): Promise<FirstRead> {
  const tx = (await replica.db()).transaction(["meta", "outbox"], "readonly");
  const [screen, session, untaken, outbox] = await Promise.all([
    tx.objectStore("meta").get("firstScreen"),
    tx.objectStore("meta").get("session"),
    tx.objectStore("meta").get("untaken"),
    tx.objectStore("outbox").getAll(),
  ]);
  return {
    pending: [],
    ...(screen as FirstScreen | undefined),
    session: session as Session | undefined,
    untaken: untaken as number | undefined,
    outbox,
  };
}

export async function writeFirstScreen(replica: Replica, screen: Omit<FirstScreen, "session">): Promise<void> {
  await writeMeta(replica, "firstScreen", { pending: screen.pending.slice(0, firstScreenRows).map(lightened), asOf: screen.asOf });
}

function lightened(row: DecisionRequest): DecisionRequest {
  const cut = (text: string | undefined) => (text === undefined || text.length <= longest ? text : `${text.slice(0, longest)}…`);
  const action = row.action && { ...row.action, command: cut(row.action.command), diff: cut(row.action.diff) };
  const short = { ...row, body: cut(row.body), action };
  const whole = short.body === row.body && action?.command === row.action?.command && action?.diff === row.action?.diff;
  // What is cut may be looked at and answered, but not edited.
  return whole ? short : { ...short, trimmed: true };
}
