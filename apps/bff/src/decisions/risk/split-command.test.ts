import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitCommand } from "./split-command.ts";

const words = (text: string) => splitCommand(text).commands.map((command) => command.words);

describe("splitCommand", () => {
  it.each([
    ["separators", "a 1; b && c || d & e\nf", [["a", "1"], ["b"], ["c"], ["d"], ["e"], ["f"]]],
    ["quotes", `a 'x; y' "p && q" z'1'"2"`, [["a", "x; y", "p && q", "z12"]]],
    ["escapes", "r\\m a\\ b \\; c", [["rm", "a b", ";", "c"]]],
    ["line continuation", "rm \\\n -rf \\\n/", [["rm", "-rf", "/"]]],
    ["codes", "$'\\x72\\155' $'a\\'b'", [["rm", "a'b"]]],
    ["the field separator", "rm${IFS}-rf$IFS/", [["rm", "-rf", "/"]]],
    ["comments, but no hash inside a word", "a # b; c\nd e#f", [["a"], ["d", "e#f"]]],
    ["substitutions, inside first", 'a "$(b "$(c)")" `d`', [["c"], ["b", "$(…)"], ["d"], ["a", "$(…)", "$(…)"]]],
    ["no substitution in single quotes", "a '$(b)'", [["a", "$(b)"]]],
    ["groups", "(a; b) && { c; }", [["a"], ["b"], ["{", "c"], ["}"]]],
    ["a quoted here-document", "cat <<'E'\nrm $(x)\nE\nnext", [["cat"], ["next"]]],
    ["a here-document that expands", "cat <<E\nrm $(x y)\nE\nnext", [["x", "y"], ["cat"], ["next"]]],
    ["an indented here-document", "cat <<-E\n\tx\n\tE\nnext", [["cat"], ["next"]]],
    ["an empty text", " \n ;; ", []],
  ])("reads %s", (_, text, expected) => {
    const result = splitCommand(text);
    expect(result.commands.map((command) => command.words).toSorted()).toEqual(expected.toSorted());
    expect(result.complete).toBe(true);
  });

  it.each([
    ["a |\n b", "a"],
    ["a |& b", "a"],
    ["(a) | b", "a"],
    ["a | (b)", "a"],
  ])("knows what is piped: %s", (text, source) => {
    const piped = splitCommand(text).commands.find((command) => command.words[0] === "b");
    expect(piped?.from?.words).toEqual([source]);
  });

  it("pipes nothing past the end of a command", () => {
    const last = splitCommand("a | b; c").commands.at(-1);
    expect(last?.words).toEqual(["c"]);
    expect(last?.from).toBeUndefined();
  });

  it("keeps redirections apart from words, and fed text from both", () => {
    const [command] = splitCommand("a x 2>&1 >out.txt 2>>err.txt &>all <in <<<'fed' y").commands;
    expect(command?.words).toEqual(["a", "x", "y"]);
    expect(command?.redirects.map(({ operator, target }) => operator + target)).toEqual([">out.txt", ">>err.txt", ">all", "<in"]);
    expect(command?.input).toBe("fed");
    expect(splitCommand("a <<E\none\ntwo\nE").commands[0]?.input).toBe("one\ntwo\n");
  });

  it.each(["echo 'open", 'echo "open', "echo $(open", "echo `open", "it's"])(
    "says that %s is not complete, and reads it all the same",
    (text) => {
      expect(splitCommand(text).complete).toBe(false);
      expect(words(text).length).toBeGreaterThan(0);
    },
  );

  it("never throws, and loses no simple command", () => {
    const pieces = fc.array(fc.constantFrom(..."ab -/;&|<>(){}$'\"`\\#\n\t", "$(", "<<E\n", "\nE\n", "$'", "<<<", "&>"), { maxLength: 80 });
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((list) => list.join("")),
          fc.string({ unit: "binary" }),
        ),
        (text) => void splitCommand(text),
      ),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,6}( [a-z/.-]{1,6}){0,3}$/), { minLength: 1, maxLength: 8 }), (list) => {
        expect(words(list.join(" && "))).toEqual(list.map((simple) => simple.split(" ")));
      }),
    );
  });
});
