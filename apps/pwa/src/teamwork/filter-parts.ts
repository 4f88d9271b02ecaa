import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { html, nothing } from "lit";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-segmented";

type Bar = {
  segments: readonly { value: string; label: string }[];
  range: string;
  /** How many filters are set. */
  count: number;
  open: boolean;
  /** There is no room for the button's word beside the range. */
  narrow: boolean;
  onRange: (range: string) => void;
  onToggle: () => void;
};

/** The line above figures: of what time they are, and the button that opens what narrows them. */
export function renderFilterBar({ segments, range, count, open, narrow, onRange, onToggle }: Bar) {
  return html`<div class="bar">
    <ui-segmented
      label="Time range"
      .segments=${segments}
      value=${range}
      @segment-chosen=${(event: SegmentChosenEvent) => onRange(event.value)}
    ></ui-segmented>
    <ui-button
      ?square=${narrow}
      icon="settings"
      label=${narrow ? `Filters${count > 0 ? `, ${count} set` : ""}` : ""}
      title=${narrow ? "Filters" : nothing}
      aria-expanded=${open ? "true" : "false"}
      @click=${onToggle}
      >${narrow ? nothing : `Filters${count > 0 ? ` · ${count}` : ""}`}</ui-button
    >
    <slot></slot>
  </div>`;
}

type Span = {
  kind: "date" | "datetime-local";
  /** ISO instants. */
  from: string;
  to: string;
  toLabel: string;
  /** Why it cannot be. */
  wrong: string;
  onSubmit: (event: SubmitEvent) => void;
};

/** Two native controls: every platform has its own good one. */
export function renderSpanForm({ kind, from, to, toLabel, wrong, onSubmit }: Span) {
  return html`<form class="panel" @submit=${onSubmit}>
    <label>From<input type=${kind} name="from" required .value=${localTime(kind, from)} /></label>
    <label>${toLabel}<input type=${kind} name="to" required .value=${localTime(kind, to)} /></label>
    <ui-button @click=${(event: Event) => ((event.currentTarget as HTMLElement).closest("form") as HTMLFormElement).requestSubmit()}
      >Show this time</ui-button
    >
    ${wrong ? html`<p class="error" role="alert">${wrong}</p>` : nothing}
  </form>`;
}

/** As the controls want it: local time without a zone. */
const localTime = (kind: Span["kind"], at: string) => {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, kind === "date" ? 10 : 16);
};
