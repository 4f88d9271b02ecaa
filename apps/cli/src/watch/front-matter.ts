/** The YAML head of a Markdown file between two lines of `---`, and where it stands; nothing where there is none. */
export const frontMatterOf = (text: string): { yaml: string; start: number; body: string; linesBefore: number } | undefined => {
  const open = /^\uFEFF?---[ \t]*\r?\n/.exec(text);
  if (!open) return undefined;
  const start = open[0].length;
  const close = /^(?:---|\.\.\.)[ \t]*\r?$/m.exec(text.slice(start));
  if (!close) return undefined;
  const yaml = text.slice(start, start + close.index);
  return { yaml, start, body: text.slice(start + close.index + close[0].length).replace(/^\r?\n/, ""), linesBefore: 1 };
};

/** Its first heading, else nothing. */
export const headingOf = (markdown: string): string | undefined => /^#{1,6}[ \t]+(.+?)[ \t#]*\r?$/m.exec(markdown)?.[1];
