export type Keep = <T>(name: string, when: { now: Date; ms: number }, read: () => Promise<T>) => Promise<T>;

/** Remembers readings that cost much and change little. */
export const createKeep = (): Keep => {
  const known = new Map<string, { at: number; value: unknown }>();
  return async <T>(name: string, { now, ms }: { now: Date; ms: number }, read: () => Promise<T>): Promise<T> => {
    const before = known.get(name);
    const age = before === undefined ? ms : now.getTime() - before.at;
    if (before && age >= 0 && age < ms) return before.value as T;
    const value = await read();
    known.set(name, { at: now.getTime(), value });
    return value;
  };
};
