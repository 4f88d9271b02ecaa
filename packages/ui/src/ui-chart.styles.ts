import { css } from "lit";

export const chartStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    padding: var(--space-4);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    box-shadow: var(--shadow);
  }
  :host([tone="bad"]) section {
    border-color: color-mix(in srgb, var(--bad) 45%, var(--line));
  }
  :host([tone="beacon"]) section {
    border-color: color-mix(in srgb, var(--beacon) 45%, var(--line));
  }
  .top {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-block-size: 28px;
  }
  h2 {
    min-inline-size: 0;
    color: var(--ink);
    font: 650 0.9375rem / 1.3 var(--font);
    letter-spacing: -0.006em;
  }
  .aside {
    flex: 1;
    text-align: end;
    white-space: nowrap;
    color: var(--ink-soft);
    font: 400 0.8125rem / 1.3 var(--font);
    font-variant-numeric: tabular-nums;
  }
  ui-menu {
    margin: -10px -10px -10px -4px;
    color: var(--ink-faint);
  }
  ui-menu :is(button, a) {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    inline-size: 100%;
    min-block-size: var(--touch);
    padding: 0 var(--space-3);
    border: 0;
    border-radius: var(--radius-m);
    background: none;
    color: var(--ink);
    font: 500 var(--text-s) / 1.3 var(--font);
    text-align: start;
    text-decoration: none;
    cursor: pointer;
    --icon-size: 18px;
  }
  ui-menu :is(button, a):hover {
    background: color-mix(in srgb, var(--ink) 7%, transparent);
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  :host([flush]) .body {
    margin-inline: calc(-1 * var(--space-4));
    margin-block-end: calc(-1 * var(--space-4));
  }
  .numbers {
    overflow-x: auto;
  }
`;
