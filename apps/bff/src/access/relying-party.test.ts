import { expect, test } from "vitest";
import { relyingParty } from "./relying-party.ts";

test.each([
  ["https://beckon.example", true],
  ["https://laptop.tail1234.ts.net:8443", true],
  ["http://localhost:8787", true],
  ["http://beckon.localhost:8787", true],
  ["http://beckon.example", false],
  ["http://127.0.0.1:8787", false],
  ["https://192.168.1.5", false],
  ["https://[fd00::1]:8443", false],
])("passkeys at %s: %s", (publicOrigin, possible) => {
  expect(relyingParty(publicOrigin).possible).toBe(possible);
});
