import { css } from "lit";

/** Rows of figures with a bar, and tables of numbers. */
export const figureStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    font: 400 var(--text-s) / 1.45 var(--font);
    font-variant-numeric: tabular-nums;
    color: var(--ink);
  }
  /* A table that finds no room scrolls by itself: figures are not broken in two. */
  .scroll {
    overflow-x: auto;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  @media print {
    .scroll {
      overflow: visible;
    }
  }
  .rows {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    margin-inline: calc(-1 * var(--space-2));
  }
  .rows a {
    display: grid;
    grid-template-columns: minmax(0, 11fr) minmax(48px, 8fr) 4.4em;
    gap: 2px var(--space-3);
    align-items: center;
    min-block-size: var(--touch);
    padding: 4px var(--space-2);
    border-radius: var(--radius-s);
    color: var(--ink);
    text-decoration: none;
  }
  .rows a:hover {
    background: color-mix(in srgb, var(--ink) 5%, transparent);
  }
  .rows .name {
    min-inline-size: 0;
    overflow-wrap: anywhere;
    line-height: 1.3;
  }
  .rows .end {
    min-inline-size: 3ch;
    text-align: end;
    font-weight: 600;
    white-space: nowrap;
  }
  .rows .detail {
    grid-column: 1 / -1;
    margin-block: -4px 2px;
    color: var(--ink-soft);
    font-size: var(--text-xs);
  }
  .small,
  small {
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.8125rem;
  }
  th,
  td {
    padding: 7px var(--space-2);
    border-block-end: 1px solid var(--line);
    text-align: end;
    white-space: nowrap;
  }
  th {
    color: var(--ink-soft);
    font-weight: 550;
  }
  :is(th, td):first-child {
    padding-inline-start: 0;
    text-align: start;
  }
  tbody tr:last-child > * {
    border: 0;
  }
`;
