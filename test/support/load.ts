import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient, UnreachableError } from "@beckon/agent-client";
import type { Decision, DecisionRequest } from "@beckon/contracts/decisions";
import type { Caller } from "./people.ts";

/** What a server has said it holds, and therefore owes. */
export type Ledger = {
  requests: Map<string, { key: string; asked: DecisionRequest }>;
  decisions: Map<string, Decision>;
  /** What waiting agents went on with. */
  heard: Map<string, DecisionRequest>;
};

/** answered: a phone answers it · expires: nobody does, and it falls to its default · stays: open for good. */
type Fate = "answered" | "expires" | "stays";
const fates: Fate[] = ["answered", "stays", "expires"];

/** Between one thing and the next: so many that some are always under way, and not so many that nothing else gets its turn. */
const thinkMs = 60;

export const inputOf = (fate: Fate, key: string) => ({
  kind: "permission" as const,
  title: `${fate} ${key}`,
  risk: "low" as const,
  action: { tool: "Bash", command: `echo ${key}` },
  ...(fate === "expires" ? { expiresInSeconds: 1, onExpiry: "deny" } : {}),
});
export const fateOf = (request: Pick<DecisionRequest, "title">) => request.title.split(" ")[0] as Fate;

/**
 * Agents that ask and wait, and phones that answer, through whatever happens to the server. `end` stops
 * the asking and resolves when the last agent has its answer: an agent that waits for ever never ends.
 */
export const startLoad = (options: { origin: string; token: string; phones: Caller[]; agents: number }) => {
  const { origin, token, phones } = options;
  const client = createClient({ url: origin, token });
  const ledger: Ledger = { requests: new Map(), decisions: new Map(), heard: new Map() };
  let asking = true;
  let answering = true;

  const agent = async (index: number) => {
    for (let turn = index; asking; turn += 1) {
      const fate = fates[turn % fates.length] as Fate;
      const key = randomUUID();
      const asked = await askUntilTaken(fate, key);
      ledger.requests.set(asked.id, { key, asked });
      if (fate !== "stays") ledger.heard.set(asked.id, await client.waitForDecision(asked.id));
      await sleep(thinkMs);
    }
  };

  /** The same question under the same key, again and again: an agent does not know which try was heard. */
  const askUntilTaken = async (fate: Fate, key: string) => {
    for (;;) {
      const asked = await client.requestDecision(inputOf(fate, key), { idempotencyKey: key, timeoutMs: 500 }).catch((error: unknown) => {
        if (!(error instanceof UnreachableError)) throw error;
      });
      if (asked) return asked;
    }
  };

  const phone = async (call: Caller, index: number) => {
    while (answering) {
      // A dead server is nothing to a phone: it tries again.
      await answerAll(call, index).catch(() => undefined);
      await sleep(thinkMs);
    }
  };
  const answerAll = async (call: Caller, index: number) => {
    const pending = await call("GET", "/api/decision-requests?status=pending&limit=50&q=answered");
    for (const { id } of pending.body.items as DecisionRequest[]) {
      const given = await call("PUT", `/api/decision-requests/${id}/decision`, { option: index % 2 ? "deny" : "approve" });
      if (given.status === 200) ledger.decisions.set(id, given.body.decision);
    }
  };

  const agents = Array.from({ length: options.agents }, (_, index) => agent(index));
  const answerers = phones.map(phone);
  return {
    ledger,
    client,
    end: async () => {
      asking = false;
      await Promise.all(agents);
      answering = false;
      await Promise.all(answerers);
    },
  };
};
export type Load = ReturnType<typeof startLoad>;
