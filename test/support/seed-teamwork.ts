import type { RunningServer } from "@beckon/bff/server.ts";
import type { Signal } from "@beckon/contracts/signals";

const minute = 60_000;
const errors = [
  "Nobody took it within 30 min",
  "2 of 14 checks failed: lint \u202e <img src=x onerror=alert(1)>",
  "429 Too Many Requests: the limit of requests is reached, try again in 40 s",
];
const repository = "github.com/acme/shop-api";
const path = "src/orders/orders.repository.ts";

/** Attempts to work together, some of them failed, and two runs that edit one file, for pages to be looked at. */
export const seedTeamwork = async ({ services }: RunningServer): Promise<void> => {
  const { id } = await services.access.tokens.create({ kind: "local" }, { name: "crew", scope: "agent" });
  const at = (minutes: number) => new Date(Date.now() - minutes * minute).toISOString();
  const signal = (key: string, minutes: number, rest: { kind: string; data: object; agent: string; role: string }) => {
    const { agent: name, role, ...said } = rest;
    return { id: key, source: "seed", at: at(minutes), session: `run-of-${name}`, agent: { name, role, vendor: "Codex" }, ...said };
  };
  const lead = { agent: "lead", role: "architect" };
  const attempts = Array.from({ length: 18 }, (_, n) => {
    const begun = { callId: `call-${n}`, to: n % 3 === 0 ? "checker" : "builder", task: "Orders v2" };
    const failed = n % 4 === 1;
    const ended = { callId: begun.callId, ok: !failed, ...(failed && { error: errors[n % errors.length] }) };
    return [
      signal(`begun-${n}`, 30 + n * 45, { ...lead, kind: "delegation.started", data: begun }),
      // The last one still goes on.
      ...(n === 0 ? [] : [signal(`ended-${n}`, 25 + n * 45, { ...lead, kind: "delegation.ended", data: ended })]),
    ];
  }).flat();
  const edits = ["builder", "checker"].flatMap((agent, n) => {
    const root = `/home/dev/shop-api-${n}`;
    const who = { agent, role: n === 0 ? "developer" : "reviewer" };
    const lines = [[10 + n * 5, 30 + n * 5]];
    return [
      signal(`start-${agent}`, 20, { ...who, kind: "session.started", data: { cwd: root, root, repository, branch: `orders-${n}` } }),
      signal(`edit-${agent}`, 6 - n, { ...who, kind: "file.edited", data: { path: `${root}/${path}`, added: 12, removed: 3, lines } }),
    ];
  });
  await services.signals.append({ id, name: "crew" }, [...attempts, ...edits] as Signal[]);
};
