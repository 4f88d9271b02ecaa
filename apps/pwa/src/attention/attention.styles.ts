import { css } from "lit";

/** What the cards of the ledger share: the large figure, facts beside each other, and how a figure is made. */
export const attentionStyles = css`
  /* Waiting needs somebody: its colour is the beacon's, and outside working hours it is hatched. */
  ui-bars {
    --good: var(--beacon);
    --bad: color-mix(in srgb, var(--beacon) 72%, var(--surface));
  }
  .headline {
    margin: 0;
    font: 650 var(--text-l) / 1.3 var(--font);
    letter-spacing: -0.01em;
    text-wrap: pretty;
  }
  .axis {
    margin-block: var(--space-4) var(--space-3);
    color: var(--ink-soft);
    font-size: var(--text-xs);
  }
  .read {
    display: flex;
    align-items: center;
    min-block-size: var(--touch);
    margin-block: 0 calc(-1 * var(--space-2));
    font-size: 0.8125rem;
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(138px, 1fr));
    gap: var(--space-4);
    margin: 0;
  }
  dl > div {
    min-inline-size: 0;
  }
  dt {
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  dd {
    margin: 0;
    font: 650 var(--text-l) / 1.25 var(--font);
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
  }
  dd small {
    display: block;
    font: 400 0.8125rem / 1.4 var(--font);
    letter-spacing: 0;
  }
  dd.none {
    color: var(--ink-soft);
    font-weight: 550;
  }
  h3 {
    margin: var(--space-4) 0 var(--space-1);
    color: var(--ink-soft);
    font: 600 0.8125rem / 1.4 var(--font);
  }
  .list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .line {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 var(--space-3);
    align-items: baseline;
    padding-block: 7px;
    border-block-end: 1px solid var(--line);
  }
  .line:last-child {
    border: 0;
  }
  .line .end {
    font-weight: 600;
    white-space: nowrap;
  }
  .line small {
    grid-column: 1 / -1;
  }
  a.line {
    min-block-size: var(--touch);
    color: inherit;
    text-decoration: none;
  }
  a.line:hover .name {
    text-decoration: underline;
  }
  .name {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  summary {
    display: flex;
    align-items: center;
    min-block-size: var(--touch);
    color: var(--ink-soft);
    font: 600 0.8125rem / 1.4 var(--font);
    cursor: pointer;
    --icon-size: 14px;
  }
  summary {
    gap: 6px;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  details[open] ui-icon {
    rotate: 180deg;
  }
  ui-segmented {
    margin-block-start: var(--space-3);
  }
  details {
    margin-block-start: var(--space-2);
  }
  details p {
    margin-block: 0 var(--space-2);
    color: var(--ink-soft);
    font-size: 0.8125rem;
    text-wrap: pretty;
  }
  details > :last-child {
    margin-block-end: 0;
  }
`;
