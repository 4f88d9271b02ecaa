import { css } from "lit";

/** What the elements of this place share. */
export const ruleStyles = css`
  dl {
    display: grid;
    grid-template-columns: minmax(76px, auto) minmax(0, 1fr);
    gap: var(--space-2) var(--space-4);
    margin: 0;
    font: 400 var(--text-s) / 1.45 var(--font);
  }
  dt {
    color: var(--ink-soft);
  }
  dd {
    margin: 0;
    min-inline-size: 0;
    color: var(--ink);
    overflow-wrap: anywhere;
  }
  .card {
    display: grid;
    gap: var(--space-3);
    min-inline-size: 0;
    padding: var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .card :is(h2, h3) {
    display: block;
    margin: 0;
    padding: 0;
    color: var(--ink);
    font: 650 1rem / 1.3 var(--font);
    overflow-wrap: anywhere;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
  .buttons ui-button {
    flex: 0 1 auto;
  }
  .figure {
    margin: 0;
    color: var(--ink);
    font: 600 var(--text-s) / 1.45 var(--font);
    font-variant-numeric: tabular-nums;
  }
  .note {
    margin: 0;
    color: var(--ink-soft);
    font: 400 0.8125rem / 1.5 var(--font);
    overflow-wrap: anywhere;
  }
  .problem {
    margin: 0;
    color: var(--bad);
    font: 550 var(--text-s) / 1.45 var(--font);
  }
  .hidden-character {
    color: var(--bad);
  }
`;
