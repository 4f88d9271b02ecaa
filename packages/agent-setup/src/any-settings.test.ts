import fc from "fast-check";
import { expect, test } from "vitest";
import { agentSetups } from "./agents.ts";
import { applyGroups } from "./apply.ts";
import type { Connection } from "./connection.ts";
import { editors } from "./editor.ts";
import { undoGroups } from "./undo.ts";
import { isTable, sameValue } from "./values.ts";

const connection: Connection = { origin: "http://localhost:8787", token: "bk_t", host: "h" };
const filesOf = (format: string) => agentSetups.flatMap((setup) => setup.files(connection)).filter((file) => file.format === format);

/** Settings with the keys that matter, filled with anything, so that ours meet them in every form. */
const anything = fc.jsonValue({ maxDepth: 3 });
const entry = fc.oneof(
  anything,
  fc.record({ matcher: fc.string(), hooks: fc.array(fc.record({ type: fc.constant("command"), command: fc.string() })) }),
);
const events = fc.dictionary(
  fc.constantFrom("Stop", "PreToolUse", "BeforeTool", "stop", "permissionRequest", "Mine"),
  fc.oneof(fc.array(entry), anything),
);
const settings = fc
  .tuple(
    fc.dictionary(fc.string(), anything),
    fc.record(
      {
        env: fc.oneof(
          fc.dictionary(fc.constantFrom("FOO", "OTEL_LOGS_EXPORTER", "OTEL_LOG_TOOL_DETAILS"), fc.constantFrom("1", "otlp", "x")),
          anything,
        ),
        hooks: fc.oneof(events, anything),
        permissions: fc.oneof(fc.record({ ask: fc.array(fc.constantFrom("Bash(rm:*)", "Edit")) }), anything),
        mcpServers: fc.oneof(fc.dictionary(fc.string(), anything), anything),
        telemetry: fc.oneof(fc.dictionary(fc.constantFrom("enabled", "logPrompts"), fc.boolean()), anything),
        version: fc.constantFrom(1, 2),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([other, known]) => ({ ...other, ...known }));
const written = fc
  .tuple(settings, fc.constantFrom<string | number>(0, 1, 2, 4, "\t"), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([value, indent, eol, last]) => JSON.stringify(value, null, indent).replaceAll("\n", eol) + (last ? eol : ""));

/** Whether all of `part` is in `whole`: objects may have more keys, lists more entries at their end. */
function contains(whole: unknown, part: unknown): boolean {
  if (isTable(part))
    return isTable(whole) && Object.keys(part).every((key) => Object.hasOwn(whole, key) && contains(whole[key], part[key]));
  if (Array.isArray(part)) return Array.isArray(whole) && part.every((item, at) => sameValue(item, whole[at]));
  return sameValue(whole, part);
}

test.each(filesOf("json").map((file) => [file.place.name, file] as const))("any JSON settings and %s", (_, file) => {
  fc.assert(
    fc.property(written, (text) => {
      const before = editors.json.read(text);
      const { text: connected, written } = applyGroups({ ...file, text });
      const after = editors.json.read(connected);
      // Foreign values survive; only what is ours by its name may change.
      const own = written.replaced.length > 0;
      expect(own || contains(after, before)).toBe(true);
      expect(applyGroups({ ...file, text: connected }).text).toBe(connected);
      const back = undoGroups({ text: connected, format: "json", written });
      expect(sameValue(editors.json.read(back.text), before)).toBe(true);
      const usual = /^[{][\r\n]/.test(text) && !text.includes("[]") && !text.includes("{}");
      if (usual && !own) expect(back.text).toBe(text);
    }),
    { numRuns: 150 },
  );
});

const key = fc.stringMatching(/^[a-z"'. #[\]=-]{1,8}$/);
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(["a", "[otel]"]));
const table = fc.tuple(fc.constantFrom("tui", "otel", "hooks.state", "mcp_servers.other", "profiles.x"), fc.dictionary(key, scalar));
const toml = fc.array(table, { maxLength: 4 }).map((tables) =>
  [...new Map(tables)]
    .map(
      ([name, keys]) =>
        `[${name}] # ${name}\n${Object.entries(keys)
          .map(([k, v]) => `${JSON.stringify(k)} = ${JSON.stringify(v)}\n`)
          .join("")}`,
    )
    .join("\n"),
);

test("any TOML settings and config.toml", () => {
  const [file] = filesOf("toml");
  fc.assert(
    fc.property(toml, (text) => {
      const before = editors.toml.read(text);
      const { text: connected, written, conflicts } = applyGroups({ ...file!, text });
      expect(conflicts).toEqual([]);
      expect(contains(editors.toml.read(connected), before)).toBe(true);
      expect(applyGroups({ ...file!, text: connected }).text).toBe(connected);
      expect(undoGroups({ text: connected, format: "toml", written }).text.trimEnd()).toBe(text.trimEnd());
    }),
    { numRuns: 150 },
  );
});
