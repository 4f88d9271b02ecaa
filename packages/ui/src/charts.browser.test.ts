import { html, render } from "lit";
import { afterEach, describe, expect, test } from "vitest";
import { pictureOf } from "./picture/save-picture.ts";
import type { BarChosenEvent, UiBars } from "./ui-bars.ts";
import "./ui-bars.ts";
import type { UiChart } from "./ui-chart.ts";
import "./ui-chart.ts";
import type { FlowChosenEvent, FlowDrawing, UiFlow } from "./ui-flow.ts";
import "./ui-flow.ts";
import type { UiMenu } from "./ui-menu.ts";
import type { UiShare } from "./ui-share.ts";
import "./ui-share.ts";

async function mount<T extends HTMLElement & { updateComplete: Promise<boolean> }>(template: unknown, tag: string): Promise<T> {
  render(template, document.body);
  const element = document.querySelector<T>(tag)!;
  await element.updateComplete;
  return element;
}
const inside = <T extends Element>(element: Element, selector: string) => element.shadowRoot!.querySelector<T>(selector)!;
const every = <T extends Element>(element: Element, selector: string) => [...element.shadowRoot!.querySelectorAll<T>(selector)];
afterEach(() => render(html``, document.body));

const series = [
  { name: "succeeded", tone: "good" as const },
  { name: "failed", tone: "bad" as const },
];
const bars = [
  { counts: [3, 1], words: "9:00: 3 of 4", label: "9:00" },
  { counts: [0, 0], words: "10:00: none" },
  { counts: [0, 8], words: "11:00: 0 of 8" },
];

describe("ui-bars", () => {
  test("a step with nothing is a dash, and failed is told by a pattern too", async () => {
    const element = await mount<UiBars>(html`<ui-bars .bars=${bars} .series=${series} label="by hour"></ui-bars>`, "ui-bars");
    expect(every(element, ".plot .empty")).toHaveLength(1);
    expect(every(element, '.plot rect[fill="url(#hatch)"]')).toHaveLength(2);
    const heights = every<SVGRectElement>(element, ".plot rect.bad").map((bar) => bar.getBBox().height);
    expect(heights[1]! / heights[0]!).toBeCloseTo(8, 5);
    expect(every(element, ".scale span").map((mark) => mark.textContent)).toEqual(["8", "4", "0"]);
  });

  test("a mark stands above its step, and the key names it only where there is one", async () => {
    const marked = bars.map((bar, index) => (index === 1 ? { ...bar, mark: "Alert: spending" } : bar));
    const draw = (of: typeof marked) =>
      mount<UiBars>(html`<ui-bars .bars=${of} .series=${series} marked="an alert fired" label="by hour"></ui-bars>`, "ui-bars");
    const element = await draw(marked);
    expect(every(element, ".plot .mark")).toHaveLength(1);
    const [mark, step] = [inside(element, ".plot .mark path"), inside(element, ".plot .empty")].map((one) => one.getBoundingClientRect());
    expect(mark!.left + mark!.width / 2).toBeCloseTo(step!.left + step!.width / 2, 0);
    expect(inside(element, ".keys").textContent).toContain("an alert fired");
    await draw(bars);
    expect(inside(element, ".keys").textContent).not.toContain("an alert fired");
  });

  test("is a slider for keys, and follows the finger", async () => {
    const element = await mount<UiBars>(html`<ui-bars .bars=${bars} .series=${series} label="by hour"></ui-bars>`, "ui-bars");
    const chosen: number[] = [];
    element.addEventListener("bar-chosen", (event: BarChosenEvent) => chosen.push(event.index));
    const plot = inside<HTMLElement>(element, ".plot");
    for (const key of ["ArrowLeft", "ArrowLeft", "Home", "ArrowLeft", "x"]) {
      plot.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      await element.updateComplete;
    }
    expect(chosen).toEqual([2, 1, 0, 0]);
    expect(plot.getAttribute("aria-valuetext")).toBe("9:00: 3 of 4");
    const box = plot.getBoundingClientRect();
    plot.dispatchEvent(new MouseEvent("click", { clientX: box.right - 4, clientY: box.top + 4 }));
    await element.updateComplete;
    expect([plot.getAttribute("aria-valuenow"), element.chosen]).toEqual(["3", 2]);
  });
});

describe("ui-flow", () => {
  const path = "M10 10C20 10 20 40 30 40";
  const drawing: FlowDrawing = {
    width: 300,
    height: 80,
    nodes: [{ key: "a", x: 0, y: 0, width: 60, height: 40, label: "<b>a</b>" }],
    links: ["one", "two"].map((key) => ({
      key,
      words: `${key} in words`,
      path,
      width: 6,
      bands: [{ path, width: 6, tone: "bad" as const }],
    })),
  };

  test("links are reached by Tab and arrows, said in words and opened by Enter or a tap", async () => {
    const element = await mount<UiFlow>(html`<ui-flow .draw=${() => drawing} label="flow"></ui-flow>`, "ui-flow");
    await expect.poll(() => every(element, ".link").length).toBe(2);
    const links = every<SVGGElement>(element, ".link");
    const opened: (string | undefined)[] = [];
    element.addEventListener("flow-chosen", (event: FlowChosenEvent) => event.open && opened.push(event.key));
    expect(links.map((link) => link.getAttribute("tabindex"))).toEqual(["0", "-1"]);
    links[0]!.focus();
    links[0]!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
    expect(element.shadowRoot!.activeElement).toBe(links[1]);
    expect(links[1]!.getAttribute("aria-label")).toBe("two in words");
    links[1]!.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    links[0]!.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    expect(opened).toEqual(["two", "one"]);
    await element.updateComplete;
    expect(links.map((link) => link.getAttribute("tabindex"))).toEqual(["-1", "0"]);
    expect(inside(element, "text").textContent).toBe("<b>a</b>");
  });

  test("is laid out for the room it has", async () => {
    const widths: number[] = [];
    const draw = (width: number) => (widths.push(width), drawing);
    const box = await mount<UiFlow>(html`<ui-flow .draw=${draw}></ui-flow>`, "ui-flow");
    await expect.poll(() => widths.length).toBeGreaterThan(0);
    box.style.inlineSize = "240px";
    await expect.poll(() => widths.at(-1)).toBe(240);
  });
});

test("ui-share draws what was measured and nothing else", async () => {
  const element = await mount<UiShare>(html`<ui-share .value=${null}></ui-share>`, "ui-share");
  expect([every(element, ".fill").length, every(element, ".whisker").length]).toEqual([0, 0]);
  element.value = 0;
  element.low = 0;
  element.high = 39;
  await element.updateComplete;
  expect([every(element, ".fill").length, every(element, ".whisker").length]).toEqual([0, 3]);
});

describe("ui-chart", () => {
  test("offers the numbers only where there are some, and files as links that leave the app alone", async () => {
    const downloads = [{ label: "Table (CSV)", href: "/api/x?format=csv" }];
    const element = await mount<UiChart>(html`<ui-chart heading="Rates" .downloads=${downloads}><p>chart</p></ui-chart>`, "ui-chart");
    inside<UiMenu>(element, "ui-menu").renderRoot.querySelector("button")!.click();
    await element.updateComplete;
    expect(every(element, "ui-menu button")).toHaveLength(1);
    expect(inside<HTMLAnchorElement>(element, "ui-menu a").download).toBe("");
    expect(inside<HTMLAnchorElement>(element, "ui-menu a").hasAttribute("download")).toBe(true);
    const table = document.createElement("table");
    table.slot = "numbers";
    element.append(table);
    await expect.poll(() => every(element, "ui-menu button").length).toBe(2);
    every<HTMLButtonElement>(element, "ui-menu button")[0]!.click();
    await element.updateComplete;
    expect(inside<HTMLElement>(element, ".numbers").hidden).toBe(false);
    expect(inside<HTMLElement>(element, ".body > slot").hidden).toBe(true);
  });

  test("as a picture has its colours, its patterns and its words, and leaves its buttons out", async () => {
    document.documentElement.style.setProperty("--good", "rgb(0, 200, 0)");
    document.documentElement.style.setProperty("--ground", "rgb(10, 20, 30)");
    const element = await mount<UiChart>(
      html`<ui-chart heading="Rates"
        ><ui-bars .bars=${[{ counts: [4, 0], words: "" }]} .series=${series}></ui-bars
        ><button data-bare style="background: rgb(200, 0, 200)">Never shown</button>
        <details>
          <summary>Folded</summary>
          <div style="background: rgb(0, 0, 200); block-size: 40px">away</div>
        </details></ui-chart
      >`,
      "ui-chart",
    );
    await element.querySelector("ui-bars")!.updateComplete;
    const blob = await pictureOf(element, "Last 24 hours");
    expect(blob.type).toBe("image/png");
    const image = await createImageBitmap(blob);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const colours = new Map<string, number>();
    for (let at = 0; at < data.length; at += 4) {
      const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
    expect(colours.get("0,200,0")!).toBeGreaterThan(1_000);
    expect(colours.get("10,20,30")!).toBeGreaterThan(1_000);
    expect(colours.has("200,0,200")).toBe(false);
    expect(colours.has("0,0,200")).toBe(false);
    document.documentElement.style.removeProperty("--good");
    document.documentElement.style.removeProperty("--ground");
  });
});
