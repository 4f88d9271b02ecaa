const types: Readonly<Record<string, readonly string[]>> = {
  feature: ["feat", "feature", "enhancement", "story"],
  fix: ["fix", "bug", "bugfix", "hotfix"],
  refactor: ["refactor", "refactoring", "cleanup"],
  performance: ["perf", "performance"],
  test: ["test", "tests", "testing"],
  docs: ["docs", "doc", "documentation"],
  build: ["build", "deps", "dependencies", "ci"],
  chore: ["chore", "style", "maintenance"],
  security: ["security", "vulnerability"],
  migration: ["migration", "migrate"],
  research: ["research", "spike", "investigation"],
};
export const knownTypes = Object.keys(types);
const standard = new Map(Object.entries(types).flatMap(([type, words]) => [type, ...words].map((word) => [word, type] as const)));

/** Words that a team added, by type. */
export type TypeWords = ReadonlyMap<string, string>;

/**
 * What type of task this is: by a label (`bug`, `type: bug`), else by the prefix of a conventional commit in its title, else
 * by that of its branch (`fix/…`). Nothing is guessed from other words; `other` where nothing says it.
 */
export const taskTypeOf = (
  told: { labels: readonly string[]; titles: readonly string[]; branches: readonly string[] },
  own: TypeWords,
): string => {
  const read = (word: string | undefined) => {
    const plain = word?.trim().toLowerCase() ?? "";
    return own.get(plain) ?? standard.get(plain);
  };
  for (const label of told.labels) {
    const type = read(label) ?? read(/^(?:type|kind)\s*[:/]\s*(.+)$/i.exec(label)?.[1]);
    if (type) return type;
  }
  for (const title of told.titles) {
    const type = read(/^([A-Za-z][\w-]{0,39})(?:\([^)]{0,100}\))?!?:\s/.exec(title)?.[1]);
    if (type) return type;
  }
  for (const branch of told.branches) for (const part of branch.split("/").slice(0, -1)) if (read(part)) return read(part) as string;
  return "other";
};
