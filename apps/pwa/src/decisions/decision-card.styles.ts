import { css } from "lit";

export const cardStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    container-type: inline-size;
  }
  article {
    display: grid;
    gap: var(--space-3);
    padding: var(--space-4);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    box-shadow: var(--shadow);
    font: 400 var(--text-s) / 1.45 var(--font);
  }
  article.grave {
    border-color: color-mix(in srgb, var(--bad) 45%, var(--line));
  }
  article > * {
    min-inline-size: 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 2px var(--space-3);
  }
  .age {
    font-size: var(--text-xs);
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
  b {
    color: var(--ink);
    font-weight: 600;
  }
  .who {
    margin-block: -2px -8px;
    font-size: 0.8125rem;
    color: var(--ink-soft);
    overflow-wrap: anywhere;
  }
  h2 {
    font: 650 var(--text-l) / 1.25 var(--font);
    letter-spacing: -0.012em;
    color: var(--ink);
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .hidden-character {
    display: inline-block;
    max-inline-size: 100%;
    color: var(--bad);
    border: 1px solid currentColor;
    border-radius: 5px;
    padding: 0 4px;
    font: 650 var(--text-xs) / 1.4 var(--font);
    letter-spacing: 0;
  }
  .reasons {
    display: grid;
    gap: 3px;
    padding-inline-start: var(--space-3);
    border-inline-start: 3px solid currentColor;
    font-size: 0.8125rem;
  }
  .reasons li {
    color: var(--ink-soft);
    overflow-wrap: anywhere;
  }
  .reasons.bad {
    color: var(--bad);
  }
  .reasons.beacon {
    color: var(--beacon);
  }
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-1) var(--space-3);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  dt {
    color: var(--ink-faint);
  }
  dd {
    color: var(--ink-soft);
    overflow-wrap: anywhere;
  }
  .note {
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  .problem {
    color: var(--bad);
    font-weight: 550;
  }
  footer {
    display: grid;
    gap: var(--space-3);
    padding-block-start: 2px;
  }
  /* However long the card is, a short answer stays in reach of the thumb. */
  footer.near {
    position: sticky;
    inset-block-end: calc(var(--nav-height, 0px) + env(safe-area-inset-bottom));
    z-index: 2;
    margin: calc(-1 * var(--space-2)) -4px -4px;
    padding: var(--space-2) 4px 4px;
    background: var(--surface);
  }
  @container (min-width: 560px) {
    article {
      padding: 22px;
    }
    h2 {
      font-size: 1.5rem;
    }
  }
`;
