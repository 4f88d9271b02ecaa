const mostCharacters = 100_000;

/** A change of a file as people read it. Lines that stay at both ends are context. */
export const changeOf = (before: string, after: string): string => {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  return [
    ...old.slice(0, start).map((line) => ` ${line}`),
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...fresh.slice(start, fresh.length - end).map((line) => `+${line}`),
    ...old.slice(old.length - end).map((line) => ` ${line}`),
  ].join("\n");
};

/** Changed lines, and where they are where the lines do not say it. */
export type Change = { lines: string; where?: string | undefined };

/** Changes of one file under its name, at most 100,000 characters; `cut` when there was more. */
export const diffOf = (path: string, changes: readonly Change[]): { diff: string; cut: boolean } => {
  const name = path.replaceAll(/[\r\n]/g, " ");
  const diff = [`--- ${name}`, `+++ ${name}`, ...changes.flatMap(hunkOf)].join("\n");
  if (diff.length <= mostCharacters) return { diff, cut: false };
  return { diff: `${diff.slice(0, mostCharacters)}\n… and ${diff.length - mostCharacters} characters more`, cut: true };
};

const hunkOf = ({ lines, where }: Change): string[] => [
  where === undefined ? "@@" : `@@ ${where.replaceAll(/[\r\n]/g, " ")} @@`,
  ...(lines === "" ? [] : [lines]),
];

const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/));
