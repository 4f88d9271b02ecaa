import { expect, test } from "vitest";
import { callKey } from "./call-key.ts";

test.each(["call_0", "toolu_1", "functions.bash:3", "run_shell_command__fc_12", "D681PevKs", "1795227156641000000123"])(
  "%s says which call only within its run",
  (id) => {
    expect(callKey("s1", id)).toBe(`s1:${id}`);
    expect(callKey(undefined, id)).toBe(id);
  },
);

test.each([
  "toolu_01A09q90qw90lq917835lq9",
  "call_Zk3dO1x2yQ9wWc5mVb7nRt4u",
  "chatcmpl-tool-0f3c9d27ab414c5f9d8e7a6b5c4d3e2f",
  "call_0_6f9619ff-8b86-d011-b42d-00cf4fc964ff",
])("%s stands alone", (id) => {
  expect(callKey("s1", id)).toBe(id);
});
