import { expect, test } from "vitest";
import { firstRows, RowWindow } from "./row-window.ts";

const rows = Array.from({ length: 500 }, (_, index) => index);

/** A host that updates when asked, and idle moments that come when the test says so. */
function setUp() {
  let idle: (() => void) | undefined;
  let updates = 0;
  const host = {
    addController: () => {},
    removeController: () => {},
    requestUpdate: () => void updates++,
    updateComplete: Promise.resolve(true),
  };
  const list = new RowWindow(host, (grow) => {
    idle = grow;
    return () => (idle = undefined);
  });
  const render = (all: readonly number[] = rows) => {
    const shown = list.take(all).length;
    list.hostUpdated();
    return shown;
  };
  const rest = () => {
    const grow = idle;
    idle = undefined;
    grow?.();
    return grow !== undefined;
  };
  return { list, render, rest, updates: () => updates };
}

test("a long list begins with a screenful, and is whole after some idle moments", () => {
  const { render, rest, updates } = setUp();
  expect(render()).toBe(firstRows);
  const lengths = [];
  while (rest()) lengths.push(render());
  expect(lengths.at(-1)).toBe(500);
  expect(Math.max(...lengths.map((length, index) => length - (lengths[index - 1] ?? firstRows)))).toBeLessThanOrEqual(60);
  expect(updates()).toBe(lengths.length);
});

test("a short list is drawn whole and asks for nothing", () => {
  const { render, rest } = setUp();
  expect(render(rows.slice(0, 7))).toBe(7);
  expect(rest()).toBe(false);
});

test("a row that a key leads to is drawn at once", () => {
  const { list, render } = setUp();
  list.include(300);
  expect(render()).toBe(301);
});

test("nothing happens after it left the page", () => {
  const { list, render, rest } = setUp();
  render();
  list.hostDisconnected();
  expect(rest()).toBe(false);
});
