/**
 * Gives each row in sight a slot, whose element draws it. A row keeps its slot for as long as it is in sight, whatever
 * comes and goes around it; one that comes takes the slot of one that left: filling an element anew costs a fraction of
 * making one.
 */
export const createRowSlots = () => {
  let slots = new Map<string, number>();
  return {
    /** The slot of each row, from 0; the same row, the same slot as before. */
    give(ids: readonly string[]): number[] {
      const kept = new Set(ids.flatMap((id) => slots.get(id) ?? []));
      const free = [...slots.values()].filter((slot) => !kept.has(slot));
      const next = () => {
        let slot = free.shift() ?? 0;
        while (kept.has(slot)) slot += 1;
        kept.add(slot);
        return slot;
      };
      slots = new Map(ids.map((id) => [id, slots.get(id) ?? next()]));
      return [...slots.values()];
    },
  };
};
