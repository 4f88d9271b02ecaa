import { expect, test } from "vitest";
import { ApiProblem } from "../platform/api-client.ts";
import { deviceName } from "./device-name.ts";
import { groupCode, readCode } from "./pair-code.ts";
import { pairWords } from "./pair-words.ts";

test.each([
  ["k7qf-2mxw", "K7QF2MXW"],
  [" K7QF 2MXW ", "K7QF2MXW"],
  ["https://beckon.example/pair#K7QF-2MXW", "K7QF2MXW"],
  ["#K7QF2MXW", "K7QF2MXW"],
  ["", ""],
])("reads %j as a code", (typed, code) => expect(readCode(typed)).toBe(code));

test("a code is shown in two groups", () => expect([groupCode("K7Q"), groupCode("K7QF2MXW")]).toEqual(["K7Q", "K7QF-2MXW"]));

test.each([
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605 Version/26.0 Mobile Safari/604", "iPhone"],
  ["Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537 Chrome/156.0 Mobile Safari/537", "Pixel 9"],
  ["Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537 Chrome/156.0 Mobile Safari/537", "Chrome on Android"],
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/156.0 Safari/537 Edg/156.0", "Edge on Windows"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:152.0) Gecko/20100101 Firefox/152.0", "Firefox on Linux"],
  ["", "Browser"],
])("names a device", (agent, name) => expect(deviceName(agent)).toBe(name));

test("says why pairing failed, and what to do", () => {
  const said = (status: number, code: string, retryAfter?: number) => pairWords(new ApiProblem(status, { code, title: "T" }, retryAfter));
  expect(said(410, "access.code_expired")).toMatch(/expired.*new one/u);
  expect(said(404, "access.code_unknown")).toMatch(/wrong/u);
  expect(said(429, "http.too_many", 125)).toMatch(/Wait 3 min/u);
  expect(said(0, "network.unreachable")).toBe("T.");
});
