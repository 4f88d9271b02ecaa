import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { revealHidden, stripTerminal, visibleParts } from "./visible-text.ts";

const kinds = (text: string) => visibleParts(text).map((part) => part.kind);
const hidden = (text: string) => revealHidden(text).hidden;

/** Text that is likely to meet every rule: the hidden, the foreign and the ordinary side by side. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."ab1 -./\n\t\r"),
      fc.constantFrom(
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\ufe0f",
        "\u00a0",
        "\u001b",
        "\u009b",
        "\u0007",
        "\u0301",
        "\ud800",
        "\udc00",
      ),
      fc.constantFrom("а", "е", "ο", "Δ", "ｒ", "／", "𝐫", "👩", "💻", "ی", "中", "\u{e0041}", "\u2212"),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(""));

describe("visibleParts", () => {
  it.each([
    ["plain ASCII", "rm -rf ./node_modules && npm ci\n\tdone"],
    ["a Windows line ending", "one\r\ntwo"],
    ["accents", "Überprüfung für café, señor, cafe\u0301"],
    ["Vietnamese with separate marks", "tie\u0302\u0301ng Vie\u0323\u0302t"],
    ["Russian, its own words", "Запустить миграцию docs/руководство.md и npm-пакет?"],
    ["Greek, its own words", "Ανάπτυξη σε παραγωγή"],
    ["Greek letters of formulas", "Δt λx σ2"],
    ["Chinese beside Latin, with its own punctuation", "运行 npm，然后部署：README（中文）API接口"],
    ["Japanese", "本番環境にデプロイしますか？Reactコンポーネント"],
    ["Korean", "API를 배포할까요?"],
    ["Persian with its joiner", "می\u200cخواهم"],
    ["Hindi with its joiner", "क्\u200dष"],
    ["emoji with joiner, selector and skin", "👩\u200d💻 ❤\ufe0f 👩🏽\u200d💻 1\ufe0f\u20e3"],
    ["a dash between words", "Orders – second try — done, well-known"],
  ])("leaves %s alone", (_, text) => {
    expect(visibleParts(text)).toEqual([{ text, kind: "plain" }]);
  });

  it.each([
    ["a turned reading direction", "a\u202eb", "bidi", "U+202E right-to-left override"],
    ["an isolate", "a\u2066b", "bidi", "U+2066 left-to-right isolate"],
    ["an Arabic letter mark", "a\u061cb", "bidi", "U+061C Arabic letter mark"],
    ["a zero-width space", "r\u200bm", "invisible", "U+200B zero-width space"],
    ["a joiner between Latin letters", "r\u200dm", "invisible", "U+200D zero-width joiner"],
    ["a soft hyphen", "r\u00adm", "invisible", "U+00AD soft hyphen"],
    ["a no-break space", "rm\u00a0-rf", "invisible", "U+00A0 no-break space"],
    ["an ideographic space", "rm\u3000-rf", "invisible", "U+3000 unusual space"],
    ["a Hangul filler, which counts as a letter", "a\u3164b", "invisible", "U+3164 invisible character"],
    ["an empty Braille cell", "a\u2800b", "invisible", "U+2800 invisible character"],
    ["a line separator", "a\u2028b", "invisible", "U+2028 line separator"],
    ["a byte order mark", "a\ufeffb", "invisible", "U+FEFF byte order mark"],
    ["a lone surrogate", "a\ud800b", "invisible", "U+D800 half of a character"],
    ["a selector behind a letter", "a\ufe0fb", "invisible", "U+FE0F variation selector"],
    ["an escape", "a\u001bb", "control", "U+001B escape"],
    ["a carriage return that overwrites the line", "rm -rf /\rnpm test", "control", "U+000D carriage return"],
    ["a C1 control", "a\u009bb", "control", "U+009B control character"],
    ["a Cyrillic letter in a Latin word", "p\u0430ypal", "lookalike", "U+0430 Cyrillic letter"],
    ["a Greek letter in a Latin word", "g\u03bfogle", "lookalike", "U+03BF Greek letter"],
    ["a whole twin word in a Latin host name", "git@\u0430\u0435\u0430.com", "lookalike", "U+0430 Cyrillic letter, U+0435 Cyrillic letter"],
    ["a fullwidth letter", "\uff32m", "lookalike", "U+FF32 fullwidth form"],
    ["a fullwidth slash in a host name", "example.com\uff0fevil", "lookalike", "U+FF0F fullwidth form"],
    ["a mathematical letter", "\u{1d42b}m", "lookalike", "U+1D42B mathematical letter"],
    ["a minus sign before an option", "rm \u2212rf", "lookalike", "U+2212 dash that is no hyphen"],
    ["a script g", "\u0261it", "lookalike", "U+0261 foreign letter"],
  ])("shows %s", (_, text, kind, label) => {
    const found = hidden(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind, label });
  });

  it("keeps a run of one kind together and names three of it at most", () => {
    const smuggled = [..."ignore"].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join("");
    expect(visibleParts(`ok${smuggled}!`)).toEqual([
      { text: "ok", kind: "plain" },
      {
        text: smuggled,
        kind: "invisible",
        label: "U+E0069 tag character, U+E0067 tag character, U+E006E tag character and 3 more",
      },
      { text: "!", kind: "plain" },
    ]);
  });

  it("shows accents from the fifth on, which cover the lines around", () => {
    expect(kinds(`a${"\u0336".repeat(4)}b`)).toEqual(["plain"]);
    expect(kinds(`a${"\u0336".repeat(5)}b`)).toEqual(["plain", "invisible", "plain"]);
  });

  it("has no part for the empty text", () => {
    expect(visibleParts("")).toEqual([]);
  });

  it("loses and adds nothing, labels all but the plain, and never puts two parts of one kind side by side", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const parts = visibleParts(text);
        expect(parts.map((part) => part.text).join("")).toBe(text);
        for (const [index, part] of parts.entries()) {
          expect(part.text).not.toBe("");
          expect(part.label !== undefined).toBe(part.kind !== "plain");
          expect(part.kind).not.toBe(parts[index - 1]?.kind);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("takes every printable ASCII text as one plain part", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1 }), (text) => {
        expect(visibleParts(text)).toEqual([{ text, kind: "plain" }]);
      }),
    );
  });
});

describe("revealHidden", () => {
  it("puts hidden characters in words and keeps look-alikes readable", () => {
    expect(revealHidden("rm\u202e x p\u0430y").text).toBe("rm[U+202E right-to-left override] x p\u0430[U+0430 Cyrillic letter]y");
  });

  it("leaves nothing hidden but the look-alikes it has named", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const kindsLeft = hidden(revealHidden(text).text).map((part) => part.kind);
        expect(kindsLeft.filter((kind) => kind === "bidi" || kind === "control")).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("stripTerminal", () => {
  it.each([
    ["colours", "\u001b[31mred\u001b[0m", "red"],
    ["cursor movement and clearing", "safe\u001b[2K\u001b[1A\u001b[?25lok", "safeok"],
    ["a title, ended by bell", "\u001b]0;owned\u0007ok", "ok"],
    ["a link, ended by ST", "\u001b]8;;http://evil.test\u001b\\click\u001b]8;;\u001b\\", "click"],
    ["a device string", "\u001bPq#0;2\u001b\\ok", "ok"],
    ["the one-byte forms", "\u009b31mred\u009d0;t\u009cok", "redok"],
    ["a charset switch", "\u001b(0ok", "ok"],
    ["a string that never ends", "\u001b]0;rest of the line", "0;rest of the line"],
    ["backspaces and carriage returns", "rm\b\bls\rxx\r\n", "rmlsxx\n"],
    ["turned direction", "a\u202eb\u2028c", "abc"],
  ])("drops %s", (_, text, clean) => {
    expect(stripTerminal(text)).toBe(clean);
  });

  it("keeps what people write", () => {
    const text = "Überprüfung 中文 👩\u200d💻\n\tdone [31m";
    expect(stripTerminal(text)).toBe(text);
  });

  it("leaves no control character, whatever comes, and changes nothing the second time", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const clean = stripTerminal(text);
        expect(clean).not.toMatch(/(?![\n\t])[\p{Cc}\p{Bidi_C}]/u);
        expect(stripTerminal(clean)).toBe(clean);
      }),
      { numRuns: 500 },
    );
  });
});
