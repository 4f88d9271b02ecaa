import type { Price, PriceInput } from "@beckon/contracts/usage";
import { actorOf } from "../access/callers.ts";
import type { Caller } from "../platform/http/env.ts";
import { newId } from "../platform/ids.ts";
import { tableVersion } from "./price-table.ts";
import { countOverrides, deleteOverride, listOverrides, saveOverride, type OverrideRow } from "./prices.repository.ts";
import { priceNotFound, tooManyPrices } from "./usage.errors.ts";
import type { UsageDeps } from "./usage.types.ts";

/** They are read with every batch that has something to price. */
const mostPrices = 500;

export const list = (deps: UsageDeps) => async (): Promise<{ items: Price[]; table: string }> => ({
  items: (await listOverrides(deps.database.db)).map(toPrice),
  table: tableVersion,
});

/** Holds for what is booked from now on; the cost of what was booked before stays as it is. */
export const setPrice =
  (deps: UsageDeps) =>
  async (caller: Caller, model: string, input: PriceInput): Promise<Price> => {
    const now = deps.clock();
    const { since, cacheRead, cacheWrite, ...rates } = input;
    const row: OverrideRow = {
      // A new id with every change: each cost says by which price it was made.
      id: newId("pr", now.getTime()),
      model,
      ...rates,
      cacheRead: cacheRead ?? null,
      cacheWrite: cacheWrite ?? null,
      since: since === undefined ? now : storable(since),
      setAt: now,
      setBy: actorOf(caller),
    };
    await deps.database.transaction(async (work) => {
      await saveOverride(work.db, row);
      if ((await countOverrides(work.db)) > mostPrices) throw tooManyPrices({ detail: `There are ${mostPrices} already.` });
      const { id, ...detail } = toPrice(row);
      await deps.audit.append(work, { actor: row.setBy, action: "price.set", subject: id, detail });
    });
    return toPrice(row);
  };

/** From now on the table's price holds again. */
export const removePrice =
  (deps: UsageDeps) =>
  async (caller: Caller, model: string): Promise<void> =>
    deps.database.transaction(async (work) => {
      const removed = await deleteOverride(work.db, model);
      if (!removed) throw priceNotFound();
      await deps.audit.append(work, { actor: actorOf(caller), action: "price.removed", subject: removed.id, detail: { model } });
    });

/** The nearest instant the database has a word for. */
const storable = (instant: string) => new Date(Math.min(Math.max(Date.parse(instant), 0), Date.parse("9999-12-31T23:59:59.999Z")));

const toPrice = ({ cacheRead, cacheWrite, since, setAt, ...row }: OverrideRow): Price => ({
  ...row,
  ...(cacheRead === null ? {} : { cacheRead }),
  ...(cacheWrite === null ? {} : { cacheWrite }),
  since: since.toISOString(),
  setAt: setAt.toISOString(),
});
