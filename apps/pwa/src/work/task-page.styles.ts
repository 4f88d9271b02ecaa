import { css } from "lit";

export const taskPageStyles = css`
  .text {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  ui-row a {
    color: inherit;
    text-underline-offset: 3px;
  }
  .history {
    display: grid;
    gap: 10px;
  }
  .history li {
    display: grid;
    grid-template-columns: minmax(92px, auto) minmax(0, 1fr);
    gap: var(--space-3);
    overflow-wrap: anywhere;
  }
  .history time,
  .history small {
    color: var(--ink-soft);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  .history small {
    display: block;
  }
  .history b {
    font-weight: 600;
  }
  .cost {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--space-3);
    margin-block-end: var(--space-3);
    font-variant-numeric: tabular-nums;
  }
  .cost dt {
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  .cost dd {
    font: 650 var(--text-l) / 1.3 var(--font);
    letter-spacing: -0.015em;
  }
  .cost dd.none {
    color: var(--ink-soft);
    font-weight: 500;
    font-size: var(--text-m);
  }
  .refusal {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }
  .refusal p {
    flex: 1 1 240px;
    overflow-wrap: anywhere;
  }
`;
