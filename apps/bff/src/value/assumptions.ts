import { isDeepStrictEqual } from "node:util";
import type { ValueAssumptions, valueAssumptionsInput, valueAssumptionsPage } from "@beckon/contracts/value-assumptions";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import { inputOf } from "@beckon/metrics/value/from-inputs";
import type { z } from "zod";
import { actorOf } from "../access/callers.ts";
import type { Db } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";
import { sha256 } from "../platform/ids.ts";
import { assumptionsByKey, insertAssumptions, newestAssumptions, pageOfAssumptions, type AssumptionRow } from "./assumptions.repository.ts";
import { callerIdOf } from "./caller-id.ts";
import { gather } from "./gather.ts";
import { headlineOf, type Model } from "./model.ts";
import { assumptionsChanged } from "./value.errors.ts";
import type { ValueDeps } from "./value.types.ts";

type Input = z.output<typeof valueAssumptionsInput>;
type Page = z.infer<typeof valueAssumptionsPage>;

/** For other slices: what people said last, or nothing yet. */
export const current = async (db: Db): Promise<{ version: number; terms: ValueTerms } | undefined> => {
  const row = await newestAssumptions(db);
  return row && { version: row.version, terms: row.terms };
};

/** The ones that stand, and those before, newest first. */
export const listAssumptions =
  ({ database }: ValueDeps) =>
  async ({ cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page> => {
    if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) throw wrongCursor();
    const [newest, rows] = await Promise.all([
      newestAssumptions(database.db),
      pageOfAssumptions(database.db, { before: cursor === undefined ? undefined : Number(cursor), limit }),
    ]);
    const last = rows.at(-1);
    return {
      current: newest ? toAssumptions(newest) : null,
      items: rows.map(toAssumptions),
      ...(last && rows.length === limit && last.version > 1 ? { cursor: String(last.version) } : {}),
    };
  };

/** Writes a new version beside those of before, with what it moves: the same window and seed, computed with both. */
export const setAssumptions =
  (deps: ValueDeps, model: Model) =>
  async (caller: Caller, input: Input, key: string | undefined): Promise<{ assumptions: ValueAssumptions; created: boolean }> => {
    const { database } = deps;
    const callerId = callerIdOf(caller);
    const inputHash = sha256(JSON.stringify(input));
    const replayed = (row: AssumptionRow) => {
      if (row.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for other assumptions." });
      return { assumptions: toAssumptions(row), created: false };
    };
    const before = key === undefined ? undefined : await assumptionsByKey(database.db, { callerId, key });
    if (before) return replayed(before);
    const newest = await newestAssumptions(database.db);
    if ((newest?.version ?? 0) !== input.version) throw changedSince(newest);
    const changed = changedTerms(newest?.terms, input.terms);
    if (newest && changed.length === 0) return { assumptions: toAssumptions(newest), created: false };
    const now = deps.clock();
    const moved = await movedBy(deps, model, input);
    return database.transaction(async (work) => {
      const row = await insertAssumptions(work.db, {
        version: input.version + 1,
        at: now,
        by: actorOf(caller),
        note: input.note ?? null,
        terms: input.terms,
        changed,
        moved,
        callerId,
        idempotencyKey: key ?? null,
        inputHash,
      });
      if (!row) {
        const twin = key === undefined ? undefined : await assumptionsByKey(work.db, { callerId, key });
        if (twin) return replayed(twin);
        throw changedSince(await newestAssumptions(work.db));
      }
      await deps.audit.append(work, {
        actor: row.by,
        action: "value.assumptions_set",
        subject: `version ${row.version}`,
        detail: { changed, terms: input.terms, ...(input.note === undefined ? {} : { note: input.note }) },
      });
      await deps.feed.append(work, { kind: "value", entityId: "value" });
      return { assumptions: toAssumptions(row), created: true };
    });
  };

const changedSince = (row: AssumptionRow | undefined) =>
  assumptionsChanged({
    detail: row ? `Version ${row.version} stands by now. Look at it first.` : "There are none yet: that is version 0.",
    extra: { version: row?.version ?? 0 },
  });

const changedTerms = (before: ValueTerms | undefined, after: ValueTerms): string[] =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)] as (keyof ValueTerms)[])]
    .filter((term) => !isDeepStrictEqual(before?.[term], after[term]))
    .toSorted();

const movedBy = async (deps: ValueDeps, model: Model, { terms, window }: Input): Promise<ValueAssumptions["moved"]> => {
  const { inputs } = await deps.database.snapshot((db) => gather(deps, db, { tz: "UTC", ...window }));
  return {
    window: inputs.window,
    currency: { before: inputs.currency, after: terms.currency },
    before: headlineOf(model(inputOf(inputs))),
    after: headlineOf(model(inputOf(inputs, terms))),
  };
};

const toAssumptions = ({ version, at, by, note, terms, changed, moved }: AssumptionRow): ValueAssumptions => ({
  version,
  at: at.toISOString(),
  by,
  ...(note === null ? {} : { note }),
  terms,
  changed,
  moved,
});
