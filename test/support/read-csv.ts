/** Rows of cells, by RFC 4180; the mark at the front that spreadsheets look for is none of the first. */
export const readCsv = (text: string): string[][] => {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const body = text.replace(/^\ufeff/, "");
  for (let at = 0; at < body.length; at += 1) {
    const char = body[at] as string;
    if (quoted && char === '"' && body[at + 1] === '"') cell += body[(at += 1)];
    else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === "," || body.startsWith("\r\n", at))) {
      rows.at(-1)?.push(cell);
      cell = "";
      if (char !== ",") {
        rows.push([]);
        at += 1;
      }
    } else cell += char;
  }
  if (quoted) throw new Error("a quote is open at the end");
  if (cell !== "" || rows.at(-1)?.length !== 0) throw new Error("no line end at the end");
  return rows.slice(0, -1);
};
