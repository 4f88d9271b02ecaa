import { css } from "lit";

export const boardStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  .lanes {
    display: grid;
    grid-auto-flow: column;
    /* Six of them beside each other from 1280 px on. */
    grid-auto-columns: minmax(11.25rem, 1fr);
    gap: var(--space-2);
    overflow-x: auto;
    padding-block-end: var(--space-2);
    scrollbar-width: thin;
    scrollbar-color: var(--line-strong) transparent;
  }
  .lane {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    block-size: calc(100dvh - 104px - env(safe-area-inset-bottom) - var(--nav-height, 0px));
    min-block-size: 380px;
    min-inline-size: 0;
    padding: 4px 6px 0;
    border: 1px solid transparent;
    border-radius: 20px;
    background: color-mix(in srgb, var(--raised) 38%, transparent);
  }
  .lane.takes {
    border-color: var(--line-strong);
  }
  .lane.over {
    border-color: var(--info);
    background: color-mix(in srgb, var(--info) 10%, transparent);
  }
  .lane.shut {
    opacity: 0.45;
  }
  h2 {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 42px;
    padding-inline: 8px;
    font: 600 0.8125rem / 1.3 var(--font);
    color: var(--ink);
    --icon-size: 0.75rem;
    --icon-stroke: 2.8;
    overflow-wrap: anywhere;
  }
  .number {
    margin-inline-start: auto;
    color: var(--ink-faint);
    font-weight: 550;
    font-variant-numeric: tabular-nums;
  }
  virtual-rows[scrolls] {
    margin-inline: -2px;
    padding: 2px 2px 0;
  }
  .none {
    padding: var(--space-4) var(--space-3);
    color: var(--ink-faint);
    font: 400 0.8125rem / 1.4 var(--font);
    text-align: center;
  }
  .tabs {
    display: flex;
    gap: 6px;
    margin-inline: calc(-1 * var(--space-4));
    padding: 2px var(--space-4) var(--space-3);
    overflow-x: auto;
    scrollbar-width: none;
    scroll-padding-inline: var(--space-4);
  }
  .tabs button {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 7px;
    min-block-size: var(--touch);
    padding: 0 14px;
    border: 1px solid var(--line);
    border-radius: var(--radius-full);
    background: var(--surface);
    color: var(--ink-soft);
    font: 550 0.8125rem / 1.2 var(--font);
    font-variant-numeric: tabular-nums;
    cursor: pointer;
    --icon-size: 0.6875rem;
    --icon-stroke: 2.8;
  }
  .tabs button[aria-selected="true"] {
    border-color: var(--ink-soft);
    background: var(--raised);
    color: var(--ink);
  }
  .tabs b {
    font-weight: 650;
    color: var(--ink);
  }
  @media (forced-colors: active) {
    .tabs button[aria-selected="true"],
    .lane.over {
      outline: 2px solid Highlight;
    }
  }
`;
