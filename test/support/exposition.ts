/** One sample of the text format. */
export type Exposed = { name: string; labels: Record<string, string>; value: number };

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: # .*)?$/;
const pair = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const plain = (text: string) => text.replace(/\\(.)/g, (_, char: string) => (char === "n" ? "\n" : char));

/** Reads what GET /metrics answers; a line that is neither a comment nor a sample is an error. */
export const readExposition = (text: string): Exposed[] =>
  text.split("\n").flatMap((row) => {
    if (row === "" || row.startsWith("#")) return [];
    const [, name, labels = "", value] = line.exec(row) ?? [];
    if (name === undefined) throw new Error(`no sample: ${row}`);
    return [
      { name, labels: Object.fromEntries([...labels.matchAll(pair)].map(([, key, own]) => [key, plain(own ?? "")])), value: Number(value) },
    ];
  });

/** The value of the one series of this name with at least these labels; several are added up, none is undefined. */
export const valueOf = (samples: readonly Exposed[], name: string, labels: Record<string, string> = {}): number | undefined => {
  const found = samples.filter((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value));
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
};
