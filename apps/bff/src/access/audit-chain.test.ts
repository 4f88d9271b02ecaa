import fc from "fast-check";
import { expect, test } from "vitest";
import { canonical, genesis, sealRows } from "./audit-chain.ts";
import { createChainCheck, mostTold } from "./audit-check.ts";
import type { AuditRow, AuditSeal } from "./audit.table.ts";

type Link = { seal: AuditSeal; row: AuditRow | undefined };

const sealedAt = new Date("2026-11-21T10:00:01.000Z");
const rowOf = (seq: number, action = `x.${seq}`): AuditRow => ({
  seq,
  at: new Date(1_800_000_000_000 + seq),
  actor: { kind: "system", name: "test" },
  action,
  subject: "s",
  detail: { seq },
});
const seqsOf = (count: number) => Array.from({ length: count }, (_, index) => index * 2 + 1);
/** A chain as it is written: a link for each row, with gaps between their numbers as transactions leave that fail. */
const chainOf = (count: number): Link[] => {
  const rows = seqsOf(count).map((seq) => rowOf(seq));
  return sealRows({ nr: 0, hash: genesis }, rows, sealedAt).map((seal, index) => ({ seal, row: rows[index] }));
};
const check = (links: Link[]) => {
  const chain = createChainCheck();
  for (const { seal, row } of links) chain.step(seal, row);
  return chain.end();
};
const told = (links: Link[]) => check(links).problems.map(({ kind, seq }) => [kind, seq]);
const length = 8;
const places = Array.from({ length }, (_, index) => [index, index * 2 + 1] as const);

test("one value has one text, whatever the order of its keys; another value has another", () => {
  expect(canonical({ b: [1, { d: null, c: "x" }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
      const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
      expect(JSON.parse(canonical(one))).toEqual(plain(one));
      let alike = true;
      try {
        expect(plain(one)).toEqual(plain(two));
      } catch {
        alike = false;
      }
      expect(canonical(one) === canonical(two)).toBe(alike);
    }),
  );
});

test("sealed in one go or in several, it is the same chain, and it holds", () => {
  const rows = seqsOf(7).map((seq) => rowOf(seq));
  const whole = sealRows({ nr: 0, hash: genesis }, rows, sealedAt);
  const first = sealRows({ nr: 0, hash: genesis }, rows.slice(0, 3), sealedAt);
  expect([...first, ...sealRows(first.at(-1)!, rows.slice(3), sealedAt)]).toEqual(whole);
  expect(check(chainOf(length))).toEqual({ faults: 0, problems: [] });
  expect(check([])).toEqual({ faults: 0, problems: [] });
});

test.each(places)("link %i: each part of a row that is changed is told, and nothing else", (index, seq) => {
  const changes: Partial<AuditRow>[] = [
    { action: "x" },
    { subject: "other" },
    { at: new Date(0) },
    { at: new Date(Number.NaN) },
    { actor: { kind: "system", name: "another" } },
    { detail: { seq, more: 1 } },
  ];
  for (const change of changes) {
    const links = chainOf(length);
    links[index] = { ...links[index]!, row: { ...links[index]!.row!, ...change } };
    expect(told(links), JSON.stringify(change)).toEqual([["changed", seq]]);
  }
});

test.each(places)("link %i: a row that is gone is told once", (index, seq) => {
  const links = chainOf(length);
  links[index] = { ...links[index]!, row: undefined };
  expect(told(links)).toEqual([["removed", seq]]);
});

test.each(places)("link %i: a seal that was changed is told; the last one's row may be the one that was", (index, seq) => {
  for (const change of [{ hash: "ab".repeat(32) }, { sealedAt: new Date(0) }, { sealedAt: new Date(Number.NaN) }]) {
    const links = chainOf(length);
    links[index] = { ...links[index]!, seal: { ...links[index]!.seal, ...change } };
    const kind = "hash" in change && index < length - 1 ? "seal_changed" : "changed";
    expect(told(links)).toEqual([[kind, seq]]);
  }
});

test.each(places.slice(0, -1))("link %i: row and seal that are gone together are told by the next", (index, seq) => {
  expect(told(chainOf(length).toSpliced(index, 1))).toEqual([["seal_removed", seq + 2]]);
});

test.each(places.slice(0, -1))("link %i: a row that is changed and sealed anew no longer fits what follows", (index, seq) => {
  const links = chainOf(length);
  const row = { ...links[index]!.row!, action: "forged" };
  const before = index === 0 ? { nr: 0, hash: genesis } : links[index - 1]!.seal;
  links[index] = { seal: sealRows(before, [row], sealedAt)[0]!, row };
  expect(told(links)).toEqual([["changed", seq + 2]]);
});

test("any two rows that changed places are both told as moved", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(length - 1), { minLength: 2, maxLength: 2 }), ([one, two]) => {
      const links = chainOf(length);
      const [a, b] = [links[one!]!, links[two!]!];
      links[one!] = { seal: a.seal, row: { ...b.row!, seq: a.seal.seq } };
      links[two!] = { seal: b.seal, row: { ...a.row!, seq: b.seal.seq } };
      expect(told(links).toSorted()).toEqual(
        [a.seal.seq, b.seal.seq]
          .toSorted((x, y) => x - y)
          .map((seq) => ["reordered", seq])
          .toSorted(),
      );
    }),
  );
});

test("seals that changed places are told", () => {
  const links = chainOf(length);
  const [a, b] = [links[2]!, links[3]!];
  links[2] = { seal: { ...b.seal, nr: a.seal.nr }, row: b.row };
  links[3] = { seal: { ...a.seal, nr: b.seal.nr }, row: a.row };
  expect(told(links)).toContainEqual(["reordered", a.seal.seq]);
});

test("thousands of faults are counted, and the first of them told", () => {
  const links = chainOf(3_000).map(({ seal, row }) => ({ seal, row: { ...row!, action: "forged" } }));
  const { faults, problems } = check(links);
  expect(faults).toBe(3_000);
  expect(problems).toHaveLength(mostTold);
});
