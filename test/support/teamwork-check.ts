import type { Collision, Coordination, CoordinationFlow, CoordinationSummary, FailurePattern } from "@beckon/contracts/coordination";
import { expect } from "vitest";
import type { KnownCollision } from "./teamwork-collisions.ts";
import type { TeamLine } from "./teamwork-week.ts";
import type { Call } from "./test-app.ts";

type Counts = { succeeded: number; failed: number; pending: number };
const countsOf = (lines: readonly TeamLine[]): Counts => {
  const of = (status: TeamLine["status"]) => lines.filter((line) => line.status === status).length;
  return { succeeded: of("succeeded"), failed: of("failed"), pending: of("pending") };
};
/** The share with its Wilson interval, worked out here once more. */
const shareOf = ({ succeeded: s, failed }: Counts) => {
  const n = s + failed;
  if (n === 0) return { value: null, n, low: null, high: null };
  const [p, z2] = [s / n, 1.959963984540054 ** 2];
  const [middle, half] = [p + z2 / (2 * n), Math.sqrt(z2 * ((p * (1 - p)) / n + z2 / (4 * n * n)))];
  const of = (bound: number) => expect.closeTo((bound / (1 + z2 / n)) * 100, 4);
  return { value: expect.closeTo(p * 100, 4), n, low: of(middle - half), high: of(middle + half) };
};
const figure = (lines: readonly TeamLine[]) => {
  const counts = countsOf(lines);
  return { ...counts, share: shareOf(counts) };
};
const bare = ({ succeeded, failed, pending, share }: Counts & { share: unknown }) => ({ succeeded, failed, pending, share });
const by = (lines: readonly TeamLine[], keyOf: (line: TeamLine) => string) =>
  Object.fromEntries([...Map.groupBy(lines, keyOf)].map(([key, own]) => [key, figure(own)]));

type Asked = { from: number; to: number; tz?: string; query?: string; only?: (line: TeamLine) => boolean };

/** That the summary of this window is the ledger's, figure by figure. */
export const expectSummary = async (call: Call, ledger: readonly TeamLine[], asked: Asked): Promise<void> => {
  const { from, to, tz = "UTC", query = "", only = () => true } = asked;
  const { body } = await call<CoordinationSummary>(
    "GET",
    `/api/coordination/summary?from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}&tz=${tz}&${query}`,
  );
  const all = ledger.filter(only);
  const lines = all.filter(({ at }) => at >= from && at < to);
  expect(bare(body.total)).toEqual(figure(lines));
  expect(bare(body.trend.before)).toEqual(figure(all.filter(({ at }) => at >= from - (to - from) && at < from)));
  expect(Object.fromEntries(body.byType.map((row) => [row.type, bare(row)]))).toEqual(by(lines, ({ type }) => type));
  const pairs = by(lines, ({ from: giver, to: taker }) => `${giver} → ${taker}`);
  expect(body.byPair.length).toBe(Math.min(50, Object.keys(pairs).length));
  const paired = body.byPair.map((row) => [`${row.from.name} → ${row.to?.name ?? ""}`, bare(row)] as const);
  expect(Object.fromEntries(paired)).toEqual(Object.fromEntries(paired.map(([name]) => [name, pairs[name]])));
  const failed = lines.filter(({ status }) => status === "failed");
  expect(Object.fromEntries(body.byCause.map(({ cause, count, exhausted }) => [cause, [count, exhausted]]))).toEqual(
    Object.fromEntries(
      [...Map.groupBy(failed, ({ cause = "" }) => cause)].map(([cause, own]) => [
        cause,
        [own.length, own.filter((line) => line.exhausted).length],
      ]),
    ),
  );
  const roles = new Set(lines.flatMap(({ fromRole, toRole }) => [fromRole, toRole]).filter((role) => role !== ""));
  for (const role of roles)
    expect(bare(body.byRole.find((row) => row.role === role) as never)).toEqual(
      figure(lines.filter((line) => line.fromRole === role || line.toRole === role)),
    );
  expect(body.buckets[0]?.from).toBe(new Date(from).toISOString());
  expect(body.buckets.at(-1)?.to).toBe(new Date(to).toISOString());
  for (const [index, row] of body.buckets.entries()) {
    const [begins, ends] = [Date.parse(row.from), Date.parse(row.to)];
    if (index > 0) expect(row.from).toBe(body.buckets[index - 1]?.to);
    expect(bare(row)).toEqual(figure(lines.filter(({ at }) => at >= begins && at < ends)));
  }
};

/** That flow, failures and rows of this window are the ledger's too. */
export const expectBehind = async (call: Call, ledger: readonly TeamLine[], { from, to }: { from: number; to: number }): Promise<void> => {
  const window = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  const lines = ledger.filter(({ at }) => at >= from && at < to);
  const { body: flow } = await call<CoordinationFlow>("GET", `/api/coordination/flow?${window}`);
  const names = new Map(flow.nodes.map(({ key, name }) => [key, key === "" ? "" : name]));
  const links = by(lines, ({ from: giver, to: taker, type }) => `${giver} → ${taker} ${type}`);
  for (const link of flow.links) expect(bare(link)).toEqual(links[`${names.get(link.from)} → ${names.get(link.to)} ${link.type}`]);
  const pairs = new Set(lines.map(({ from: giver, to: taker }) => `${giver} → ${taker}`)).size;
  expect(flow.leftOut).toBe(Math.max(0, pairs - 100));

  const { body: roles } = await call<CoordinationFlow>("GET", `/api/coordination/flow?by=role&${window}`);
  expect(Object.fromEntries(roles.links.map((link) => [`${link.from} → ${link.to} ${link.type}`, bare(link)]))).toEqual(
    by(lines, ({ fromRole, toRole, type }) => `${fromRole} → ${toRole} ${type}`),
  );

  const failed = lines.filter(({ status }) => status === "failed");
  const patterns: FailurePattern[] = [];
  for (let cursor = ""; ;) {
    const { body } = await call("GET", `/api/coordination/failures?${window}&limit=7${cursor}`);
    expect(body.n).toBe(failed.length);
    patterns.push(...body.items);
    if (!body.cursor) break;
    cursor = `&cursor=${body.cursor}`;
  }
  const kinds = [...Map.groupBy(failed, ({ kind = "" }) => kind).values()].map((own) => {
    const times = own.map(({ at }) => at).sort((a, b) => a - b);
    return JSON.stringify([own.length, own.filter((line) => line.exhausted).length, own[0]?.cause, iso(times[0]), iso(times.at(-1))]);
  });
  expect(
    patterns.map(({ count, exhausted, cause, firstAt, lastAt }) => JSON.stringify([count, exhausted, cause, firstAt, lastAt])).sort(),
  ).toEqual(kinds.sort());
  const order = patterns.map(({ exhausted, count }) => exhausted * 1e6 + count);
  expect(order).toEqual(order.toSorted((a, b) => b - a));

  const rows: Coordination[] = [];
  for (let cursor = ""; ;) {
    const { body } = await call("GET", `/api/coordination/records?${window}&limit=200${cursor}`);
    rows.push(...body.items);
    if (!body.cursor) break;
    cursor = `&cursor=${body.cursor}`;
  }
  const line = (at: number, ...parts: unknown[]) => JSON.stringify([iso(at), ...parts]);
  expect(
    rows
      .map((row) => line(Date.parse(row.endedAt ?? row.startedAt), row.type, row.from.name, row.to?.name ?? "", row.status, row.cause))
      .sort(),
  ).toEqual(lines.map((one) => line(one.at, one.type, one.from, one.to, one.status, one.cause)).sort());
};
const iso = (at = 0) => new Date(at).toISOString();

type CollisionWords = Omit<Collision, "id" | "parties"> & { parties: Omit<Collision["parties"][number], "sessionId" | "agentId">[] };

/** That the files in which runs met are the ledger's, each with who, where, when and how; none more. */
export const expectCollisions = async (call: Call, known: readonly KnownCollision[]): Promise<void> => {
  const found: Collision[] = [];
  for (let cursor = ""; ;) {
    const { body } = await call("GET", `/api/collisions?limit=50${cursor}`);
    found.push(...body.items);
    if (!body.cursor) break;
    cursor = `&cursor=${body.cursor}`;
  }
  const line = ({ repository, path, kind, status, startedAt, lastAt, parties }: CollisionWords) => {
    const named = parties.map(({ name, host = "", worktree = "", edits, firstAt, lastAt: last }) =>
      [name, host, worktree, edits, firstAt, last].join(" "),
    );
    return [repository, path, kind, status, startedAt, lastAt, ...named.sort()].join("\n");
  };
  expect(found.map(line).sort()).toEqual(
    known
      .map((one) =>
        line({
          ...one,
          startedAt: iso(one.startedAt),
          lastAt: iso(one.lastAt),
          parties: one.parties.map((party) => ({ ...party, firstAt: iso(party.firstAt), lastAt: iso(party.lastAt) })),
        }),
      )
      .sort(),
  );
};
