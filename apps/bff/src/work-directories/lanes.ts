/** What of one lane's files was told. */
export type LaneCount = { lane: string; files: number; tasks: number; unreadable: number };
/** One file, as far as it counts. */
export type CountedFile = { lane: string; tasks: number; problem: string | null };

/** The counts after some files have gone and others have come: kept by difference, so that one change costs the same beside ten thousand files. */
export const recount = (
  lanes: readonly LaneCount[],
  { gone, come }: { gone: readonly CountedFile[]; come: readonly CountedFile[] },
): LaneCount[] => {
  const counts = new Map(lanes.map((count) => [count.lane, { ...count }]));
  const add = ({ lane, tasks, problem }: CountedFile, sign: 1 | -1) => {
    const count = counts.get(lane) ?? { lane, files: 0, tasks: 0, unreadable: 0 };
    count.files += sign;
    count.tasks += sign * tasks;
    count.unreadable += problem === null ? 0 : sign;
    counts.set(lane, count);
  };
  for (const file of gone) add(file, -1);
  for (const file of come) add(file, 1);
  return [...counts.values()].filter(({ files }) => files > 0);
};
