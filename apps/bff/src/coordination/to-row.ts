import { failureCause } from "@beckon/metrics/failure-cause";
import { patternKey } from "@beckon/metrics/failure-pattern";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { keyOf } from "../platform/keys.ts";
import type { CoordinationRow } from "./coordination.repository.ts";
import type { Attempt, Case, Party } from "./coordination.types.ts";
import { chosen, nameOfKey, partyKey, type Known } from "./parties.ts";
import type { SettleDeps } from "./settle.ts";

type Made = { home: Case; attempt: Attempt; n: number };
type Making = { made: readonly Made[]; before: ReadonlyMap<string, CoordinationRow>; became: ReadonlyMap<string, string>; now: number };

/** Attempts as rows. A name that an agent has by now is that agent; what was found out before stays. */
export const toRow = async ({ agents }: SettleDeps, work: Work, { made, before, became, now }: Making): Promise<CoordinationRow[]> => {
  const old = ({ home, n }: Made) => before.get(`${home.key} ${home.ownerId} ${n}`);
  const names = new Set(
    made.flatMap(({ attempt: { from, to } }) => [from, to].flatMap((party) => (party && !party.id && party.name ? [party.name] : []))),
  );
  const known = names.size === 0 ? [] : await agents.called(work.db, [...names]);
  return made.map((one) => {
    const { home, attempt, n } = one;
    const row = old(one);
    const stood = (key: string, role: string) => ({ key: became.get(key) ?? key, role });
    const from = settled(attempt.from, row && stood(row.fromKey, row.fromRole), (name) =>
      chosen(known, { name, ownerId: home.ownerId, demo: home.demo }),
    );
    const to =
      attempt.to &&
      settled(attempt.to, row && stood(row.toKey, row.toRole), (name) =>
        chosen(known, { name, ownerId: home.ownerId, fromId: attempt.from.id, demo: home.demo }),
      );
    const { startedAt, endedAt, deadlineAt, status } = attempt;
    const why = status === "failed" ? whyOf(attempt) : { cause: null, causeGiven: false, message: null, pattern: null };
    return {
      id: row?.id ?? newId("co", now),
      key: home.key,
      ownerId: home.ownerId,
      n,
      type: attempt.type,
      fromKey: partyKey(from),
      fromRole: from.role ?? "",
      fromSession: attempt.fromSession ?? null,
      toKey: partyKey(to),
      toRole: to?.role ?? "",
      toSession: attempt.toSession ?? null,
      task: attempt.task ?? null,
      what: attempt.what ?? null,
      thing: attempt.thing ?? null,
      status,
      ...why,
      exhausted: status === "failed" && attempt.exhausted === true,
      attempt: attempt.attempt ?? null,
      startedAt: new Date(startedAt),
      endedAt: endedAt === undefined ? null : new Date(endedAt),
      deadlineAt: deadlineAt === undefined ? null : new Date(deadlineAt),
      at: new Date(endedAt ?? startedAt),
      demo: home.demo,
    };
  });
};

type Stood = { key: string; role: string };

/** Names are looked up once: whoever comes later under the same name was not who was meant. */
const settled = (party: Party, stood: Stood | undefined, look: (name: string) => Known | undefined): Party => {
  if (party.id || party.name === "") return party;
  const before = stood && !nameOfKey(stood.key) && stood.key !== "" ? stood : undefined;
  const agent = look(party.name);
  if (before && (!agent || agent.id === before.key))
    return { id: before.key, name: party.name, ...(before.role ? { role: before.role } : {}) };
  return agent ? { id: agent.id, name: agent.name, ...(agent.role ? { role: agent.role } : {}) } : party;
};

const whyOf = ({ cause, causeGiven, message }: Attempt) => {
  const found =
    cause && !causeGiven
      ? { cause, by: "nobody" as const }
      : failureCause({ ...(cause ? { reported: cause } : {}), ...(message ? { message } : {}) });
  const key = message === undefined ? "" : patternKey(message);
  return {
    cause: found.cause,
    causeGiven: found.by === "reporter",
    message: message ?? null,
    pattern: keyOf(["failure", ...(key === "" ? ["without words", found.cause] : [key])]),
  };
};

const parts = ({ id: _, key: __, ownerId: ___, n: ____, ...row }: CoordinationRow) =>
  JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
export const isSame = (a: CoordinationRow, b: CoordinationRow): boolean => parts(a) === parts(b);
