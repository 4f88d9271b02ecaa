/**
 * Agents' text is hostile: it may hold characters that a person cannot see, that
 * turn the reading direction, or that pass for other letters. Nothing is removed
 * here; it is made visible, so that what a person approves is what they read.
 */
export type PartKind = "plain" | "control" | "bidi" | "invisible" | "lookalike";

/** A run of characters of one kind; `label` says what a hidden one is, such as "U+202E right-to-left override". */
export type Part = { text: string; kind: PartKind; label?: string };

/** Scripts whose words need the zero-width joiners. */
const joining = String.raw`\p{sc=Arab}\p{sc=Deva}\p{sc=Beng}\p{sc=Gujr}\p{sc=Guru}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}`;

/**
 * Read from the top, the first that fits wins: what only seems hidden (emoji,
 * joined scripts), then what is hidden, then words, which are looked into for look-alikes.
 */
const pieces = new RegExp(
  [
    String.raw`(?<plain>(?<=\p{ExtPict})[\ufe0e\ufe0f]|(?<=[#*\d])\ufe0f(?=\u20e3)|(?<=[\p{ExtPict}\p{EMod}\ufe0f])\u200d(?=\p{ExtPict})|(?<=[${joining}])[\u200c\u200d](?=[${joining}])|[ \n\t]|\r\n)`,
    String.raw`(?<bidi>\p{Bidi_C})`,
    String.raw`(?<control>\p{Cc})`,
    String.raw`(?<invisible>[\p{DI}\p{Z}\p{Cs}\ufff9-\ufffc\u2800\u{13430}-\u{1345f}]|(?<=\p{M}{4})\p{M})`,
    String.raw`(?<lookalike>[\u2024\u2044\u2215\u29f8\u2160-\u217f\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d7ff}]|(?<=\w)[\u3002\uff01-\uff5e\uff61](?=\w)|(?<!\S)[\u2010-\u2015\u2212]+(?=\w))`,
    String.raw`(?<word>(?:(?![\p{DI}\u2160-\u217f\uff10-\uff5a\u{1d400}-\u{1d7ff}])[\p{L}\p{N}_.:/@\-])+)`,
  ].join("|"),
  "gu",
);

const latin = /\p{sc=Latn}/u;
const otherScript = String.raw`[\p{sc=Cyrl}\p{sc=Grek}\p{sc=Armn}\p{sc=Cher}\p{sc=Copt}\p{sc=Lisu}\u0251\u0261]`;
/** Greek letters that pass for no Latin one, at home in units and formulas. */
const others = new RegExp(`(?![ΓΔΘΛΞΠΣΦΨΩδθλμξπσφψ])${otherScript}`, "gu");
/** Words made of these alone can be read as Latin from end to end. */
const twins = /^[аАВсСԁеЕһНіІјЈкКӏМоОрРԛѕЅТԝхХуУүҮΑΒΕΖΗΙΚΜΝοΟρΡΤυΥνΧαικγ]+$/u;

function lookalikesOf(word: string): Set<number> {
  const found = new Set<number>();
  if (!latin.test(word)) return found;
  for (const run of word.matchAll(/\p{L}+/gu)) {
    if (!latin.test(run[0].replace(/[ɑɡ]/g, "")) && !twins.test(run[0])) continue;
    for (const letter of run[0].matchAll(others)) found.add(run.index + letter.index);
  }
  return found;
}

const names: Record<number, string> = {
  0x07: "bell",
  0x08: "backspace",
  0x0d: "carriage return",
  0x1b: "escape",
  0x7f: "delete",
  0xa0: "no-break space",
  0xad: "soft hyphen",
  0x61c: "Arabic letter mark",
  0x200b: "zero-width space",
  0x200c: "zero-width non-joiner",
  0x200d: "zero-width joiner",
  0x200e: "left-to-right mark",
  0x200f: "right-to-left mark",
  0x2028: "line separator",
  0x2029: "paragraph separator",
  0x202a: "left-to-right embedding",
  0x202b: "right-to-left embedding",
  0x202c: "end of direction change",
  0x202d: "left-to-right override",
  0x202e: "right-to-left override",
  0x2060: "word joiner",
  0x2066: "left-to-right isolate",
  0x2067: "right-to-left isolate",
  0x2068: "first strong isolate",
  0x2069: "end of isolate",
  0xfeff: "byte order mark",
};

/** Names by class, for all that has none of its own; the first that fits. */
const classes: [RegExp, string][] = [
  [/\p{Cc}/u, "control character"],
  [/\p{Zs}/u, "unusual space"],
  [/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u, "variation selector"],
  [/[\u{e0000}-\u{e007f}]/u, "tag character"],
  [/\p{Cs}/u, "half of a character"],
  [/\p{DI}/u, "invisible character"],
  [/\p{M}/u, "piled-up accent"],
  [/\p{sc=Cyrl}/u, "Cyrillic letter"],
  [/\p{sc=Grek}/u, "Greek letter"],
  [/[\uff01-\uff5e]/u, "fullwidth form"],
  [/[\u{1d400}-\u{1d7ff}]/u, "mathematical letter"],
  [/\p{L}|\p{N}/u, "foreign letter"],
  [/[\u2010-\u2015\u2212]/u, "dash that is no hyphen"],
  [/\p{P}|\p{Sm}/u, "look-alike sign"],
];

function describe(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = names[code] ?? classes.find(([pattern]) => pattern.test(character))?.[1] ?? "invisible character";
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")} ${name}`;
}

function labelOf(text: string): string {
  const distinct = [...new Set(text)];
  const shown = distinct.slice(0, 3).map(describe).join(", ");
  return distinct.length > 3 ? `${shown} and ${distinct.length - 3} more` : shown;
}

/**
 * Splits `text` into runs of one kind. The parts' texts joined are the input; text
 * without anything hidden is one plain part, the empty text none. Never throws.
 */
export function visibleParts(text: string): Part[] {
  if (/^[ -~\n\t]+$/.test(text)) return [{ text, kind: "plain" }];
  const parts: Part[] = [];
  const add = (kind: PartKind, piece: string) => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += piece;
    else if (piece) parts.push({ text: piece, kind });
  };
  let at = 0;
  for (const match of text.matchAll(pieces)) {
    add("plain", text.slice(at, match.index));
    at = match.index + match[0].length;
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0];
    if (kind !== "word") {
      add(kind as PartKind, match[0]);
      continue;
    }
    const lookalikes = lookalikesOf(match[0]);
    let offset = 0;
    for (const character of match[0]) {
      add(lookalikes.has(offset) ? "lookalike" : "plain", character);
      offset += character.length;
    }
  }
  add("plain", text.slice(at));
  for (const part of parts) if (part.kind !== "plain") part.label = labelOf(part.text);
  return parts;
}

/**
 * The same as one line of text for places without markup (terminal, notification, log):
 * hidden characters stand as `[U+202E right-to-left override]`, look-alikes keep their
 * letter before the bracket. `hidden` lists what was found, empty when there is nothing.
 */
export function revealHidden(text: string): { text: string; hidden: Part[] } {
  const parts = visibleParts(text);
  const shown = parts.map((part) => {
    if (part.kind === "plain") return part.text;
    return part.kind === "lookalike" ? `${part.text}[${part.label}]` : `[${part.label}]`;
  });
  return { text: shown.join(""), hidden: parts.filter((part) => part.kind !== "plain") };
}

/** Escape sequences as terminals read them: CSI, then OSC and its like with their end, then the short ones. */
const sequences =
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]/g;

/**
 * Text that a terminal or a log prints as it stands: no escape sequence, no control
 * character but line feed and tab, no bidirectional control. Use `revealHidden` first
 * where a person decides on the text, because here it is dropped without a trace.
 */
export function stripTerminal(text: string): string {
  return text.replace(sequences, "").replace(/(?![\n\t])[\p{Cc}\p{Bidi_C}\p{Cs}\u2028\u2029]/gu, "");
}
