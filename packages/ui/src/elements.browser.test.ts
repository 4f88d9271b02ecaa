import { html, render } from "lit";
import { afterEach, describe, expect, test } from "vitest";
import { Ticker } from "./ticker.ts";
import type { UiAge } from "./ui-age.ts";
import "./ui-age.ts";
import type { UiButton } from "./ui-button.ts";
import type { UiCode } from "./ui-code.ts";
import "./ui-code.ts";
import type { UiDialog } from "./ui-dialog.ts";
import "./ui-dialog.ts";
import type { UiField } from "./ui-field.ts";
import "./ui-field.ts";
import type { UiMenu } from "./ui-menu.ts";
import "./ui-menu.ts";
import "./ui-row.ts";
import type { UiSegmented } from "./ui-segmented.ts";
import "./ui-segmented.ts";
import type { UiSwitch } from "./ui-switch.ts";
import "./ui-switch.ts";
import type { UiToast } from "./ui-toast.ts";
import "./ui-toast.ts";

async function mount<T extends HTMLElement & { updateComplete: Promise<boolean> }>(template: unknown, tag: string): Promise<T> {
  render(template, document.body);
  const element = document.querySelector<T>(tag)!;
  await element.updateComplete;
  return element;
}
const inside = <T extends Element>(element: Element, selector: string) => element.shadowRoot!.querySelector<T>(selector)!;

afterEach(() => render(html``, document.body));

describe("ui-button", () => {
  test("clicks, but not while busy or disabled", async () => {
    let clicks = 0;
    const button = await mount<UiButton>(html`<ui-button @click=${() => (clicks += 1)}>Go</ui-button>`, "ui-button");
    inside<HTMLButtonElement>(button, "button").click();
    button.busy = true;
    await button.updateComplete;
    inside<HTMLButtonElement>(button, "button").click();
    button.busy = false;
    button.disabled = true;
    await button.updateComplete;
    inside<HTMLButtonElement>(button, "button").click();
    button.click();
    expect(clicks).toBe(1);
  });

  test("says what it is, keeps its size, and is a link where it leads somewhere", async () => {
    const button = await mount<UiButton>(html`<ui-button square icon="clock" label="Later"></ui-button>`, "ui-button");
    const native = inside<HTMLButtonElement>(button, "button");
    expect(native.getAttribute("aria-label")).toBe("Later");
    expect(native.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    button.href = "/there";
    await button.updateComplete;
    expect(inside<HTMLAnchorElement>(button, "a").pathname).toBe("/there");
  });
});

test("ui-age goes on by itself and renders only when its words change", async () => {
  let now = Date.parse("2026-11-21T09:04:12Z");
  let beat = () => {};
  const ticker = new Ticker({ now: () => now, every: (fn) => ((beat = fn), () => {}) });
  const age = await mount<UiAge>(html`<ui-age at="2026-11-21T09:00:00Z" .ticker=${ticker}></ui-age>`, "ui-age");
  expect(age.shadowRoot!.textContent).toBe("4 min 12 s");
  now += 1_000;
  beat();
  await age.updateComplete;
  expect(age.shadowRoot!.textContent).toBe("4 min 13 s");
  age.as = "left";
  age.at = "2026-11-21T09:05:13Z";
  await age.updateComplete;
  expect(age.shadowRoot!.textContent).toBe("1 min");
});

describe("ui-code", () => {
  test("shows text as text, names what is hidden, and copies exactly the text", async () => {
    const parts = [
      { text: "<b>rm</b> " },
      { text: "\u202E", tone: "hidden" as const, label: "U+202E" },
      { text: "prod", tone: "danger" as const },
    ];
    const code = await mount<UiCode>(html`<ui-code label="command" .parts=${parts}></ui-code>`, "ui-code");
    expect(inside(code, "b")).toBeNull();
    expect(inside(code, "mark").textContent).toContain("U+202E");
    expect(inside(code, "pre").textContent).not.toContain("\u202E");
    expect(inside(code, "em").textContent).toBe("prod");
    expect(inside<HTMLElement & { text: string }>(code, "ui-copy").text).toBe("<b>rm</b> \u202Eprod");
  });

  test("what is very long opens on request, and can be reached by keyboard until then", async () => {
    const code = await mount<UiCode>(html`<ui-code .parts=${[{ text: "a\n".repeat(200) }]}></ui-code>`, "ui-code");
    expect(inside(code, "pre").getAttribute("tabindex")).toBe("0");
    inside<HTMLElement>(code, "figure > ui-button").click();
    await code.updateComplete;
    expect(inside(code, "pre").hasAttribute("tabindex")).toBe(false);
  });
});

describe("ui-dialog", () => {
  test("begins at its heading or at what is marked, and tells when it closes", async () => {
    let closed = 0;
    const dialog = await mount<UiDialog>(
      html`<ui-dialog heading="Sure?" open @dialog-closed=${() => (closed += 1)}></ui-dialog>`,
      "ui-dialog",
    );
    expect(dialog.shadowRoot!.activeElement?.textContent).toBe("Sure?");
    inside<HTMLDialogElement>(dialog, "dialog").close();
    await expect.poll(() => closed).toBe(1);
    expect(dialog.open).toBe(false);
    dialog.append(Object.assign(document.createElement("input"), { autofocus: true }));
    dialog.open = true;
    await dialog.updateComplete;
    expect(document.activeElement?.localName).toBe("input");
  });
});

describe("ui-field", () => {
  test("tells every change, and Enter in a line", async () => {
    const heard: string[] = [];
    const field = await mount<UiField>(
      html`<ui-field
        label="Name"
        @field-changed=${(event: { value: string }) => heard.push(event.value)}
        @field-entered=${() => heard.push("!")}
      ></ui-field>`,
      "ui-field",
    );
    const input = inside<HTMLInputElement>(field, "input");
    input.value = "Ada";
    input.dispatchEvent(new Event("input"));
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    expect(heard).toEqual(["Ada", "!"]);
  });

  test("in a block Enter is a new line; with Ctrl it sends", async () => {
    let entered = 0;
    const field = await mount<UiField>(html`<ui-field block @field-entered=${() => (entered += 1)}></ui-field>`, "ui-field");
    const area = inside<HTMLTextAreaElement>(field, "textarea");
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    expect(entered).toBe(0);
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true }));
    expect(entered).toBe(1);
  });

  test("an error is said and tied to the control", async () => {
    const field = await mount<UiField>(html`<ui-field label="Code" error="Wrong"></ui-field>`, "ui-field");
    expect(inside(field, "[role=alert]").textContent).toBe("Wrong");
    expect(inside(field, "input").getAttribute("aria-describedby")).toBe("note");
  });
});

test("ui-switch shows its property, not the tap: the owner decides", async () => {
  let wanted: boolean | undefined;
  const element = await mount<UiSwitch>(
    html`<ui-switch label="On" @switch-turned=${(event: { on: boolean }) => (wanted = event.on)}></ui-switch>`,
    "ui-switch",
  );
  const input = inside<HTMLInputElement>(element, "input");
  input.click();
  await element.updateComplete;
  expect(wanted).toBe(true);
  expect(input.checked).toBe(false);
});

test("ui-segmented tells what was chosen", async () => {
  let chosen = "";
  const segments = [
    { value: "a", label: "A" },
    { value: "b", label: "B" },
  ];
  const element = await mount<UiSegmented>(
    html`<ui-segmented
      .segments=${segments}
      value="a"
      @segment-chosen=${(event: { value: string }) => (chosen = event.value)}
    ></ui-segmented>`,
    "ui-segmented",
  );
  const [, second] = element.shadowRoot!.querySelectorAll("input");
  second!.click();
  expect(chosen).toBe("b");
});

test("ui-menu opens inside the window and closes after a choice", async () => {
  const menu = await mount<UiMenu>(
    html`<ui-menu label="Menu"><span slot="trigger">M</span><button class="entry">One</button></ui-menu>`,
    "ui-menu",
  );
  inside<HTMLButtonElement>(menu, "button").click();
  const sheet = inside<HTMLElement>(menu, "[popover]");
  await expect.poll(() => sheet.getBoundingClientRect().left).toBeGreaterThanOrEqual(0);
  expect(sheet.matches(":popover-open")).toBe(true);
  menu.querySelector<HTMLElement>(".entry")!.click();
  expect(sheet.matches(":popover-open")).toBe(false);
});

test("ui-toast says it in a status, with a way to more", async () => {
  const toast = await mount<UiToast>(html`<ui-toast></ui-toast>`, "ui-toast");
  toast.say({ text: "Approved <b>it</b>", href: "/there" });
  await toast.updateComplete;
  expect(inside(toast, "[role=status]").textContent).toContain("Approved <b>it</b>");
  expect(inside<HTMLElement & { href: string }>(toast, "ui-button[href]").href).toBe("/there");
});

test("ui-row is a link only where it leads somewhere", async () => {
  const row = await mount<HTMLElementTagNameMap["ui-row"]>(html`<ui-row>Name</ui-row>`, "ui-row");
  expect(inside(row, "a")).toBeNull();
  row.href = "/there";
  await row.updateComplete;
  expect(inside<HTMLAnchorElement>(row, "a").pathname).toBe("/there");
});
