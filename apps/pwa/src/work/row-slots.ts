/** The rows in sight, in the order of the document: the slot of each, whose element draws it, and which of them it is. */
export type DrawnRow = { slot: number; index: number };
type Held = DrawnRow & { id: string };

/**
 * Gives each row in sight a slot, whose element draws it. A row keeps its slot for as long as it is in sight, whatever
 * comes and goes around it; one that comes takes the slot of one that left, where that stands: an element that is filled
 * anew costs a fraction of one that is made, and one that is moved in the document is made anew by the browser. So the
 * order of the document, which keys and screen readers follow, is put right afterwards, by `settle`.
 */
export const createRowSlots = () => {
  let held: Held[] = [];
  return {
    /** The rows by their ids as they follow each other. */
    give(ids: readonly string[]): readonly DrawnRow[] {
      const index = new Map(ids.map((id, at) => [id, at]));
      const stays = new Set(held.filter(({ id }) => index.has(id)));
      const known = new Set([...stays].map(({ id }) => id));
      const come = ids.filter((id) => !known.has(id));
      // Who left takes in turn whom comes, so that a scroll makes a rotation of the order and no riddle.
      const left = held.filter((one) => !stays.has(one));
      if (stays.size > 0) left.sort((a, b) => a.index - b.index);
      const taken = new Map(left.slice(0, come.length).map((one, at) => [one, come[at]!]));
      held = held.flatMap((one) => {
        const id = taken.get(one) ?? one.id;
        const at = index.get(id);
        return at === undefined ? [] : [{ id, slot: one.slot, index: at }];
      });
      const used = new Set(held.map(({ slot }) => slot));
      const next = (slot = 0): number => (used.has(slot) ? next(slot + 1) : slot);
      for (const id of come.slice(left.length)) {
        const slot = next();
        used.add(slot);
        held.push({ id, slot, index: index.get(id)! });
      }
      return held;
    },

    /** Moves one slot to where its row is read; the one at `still` stays where it is, for it has the focus. False: all stand right. */
    settle(still = -1): boolean {
      const right = new Set(rising(held, still));
      const wrong = held.find((one) => !right.has(one));
      if (!wrong) return false;
      const others = held.filter((one) => one !== wrong);
      const before = others.findIndex((one) => right.has(one) && one.index > wrong.index);
      held = others.toSpliced(before < 0 ? others.length : before, 0, wrong);
      return true;
    },
  };
};

/** The most of them that follow each other as they are read, that of `still` among them. */
function rising(rows: readonly Held[], still: number): Held[] {
  const mid = rows[still];
  const runs: Held[][] = [];
  for (const [at, row] of rows.entries()) {
    if (mid && row !== mid && at < still !== row.index < mid.index) continue;
    const before = runs.filter((run) => run.at(-1)!.index < row.index);
    runs.push([...longest(before), row]);
  }
  return longest(runs);
}

const longest = (runs: readonly Held[][]): Held[] => runs.reduce((a, b) => (b.length > a.length ? b : a), []);
