import { css } from "lit";

export const budgetCardStyles = css`
  header {
    display: grid;
    grid-template-columns: 13px minmax(0, 1fr) auto;
    gap: 0 var(--space-3);
    align-items: center;
    padding: var(--space-3) var(--space-4) var(--space-2);
    --icon-size: 13px;
  }
  h2 {
    font: 650 var(--text-m) / 1.35 var(--font);
    overflow-wrap: anywhere;
  }
  p,
  li {
    overflow-wrap: anywhere;
  }
  header p,
  .facts {
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  .sum {
    display: grid;
    gap: 2px;
    padding-inline: var(--space-4);
  }
  .big {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 var(--space-3);
    font: 650 var(--text-l) / 1.25 var(--font);
    font-variant-numeric: tabular-nums;
  }
  .big small {
    font: 550 0.8125rem / 1.4 var(--font);
  }
  .facts {
    display: grid;
    gap: 3px;
    padding: var(--space-1) var(--space-4) var(--space-3);
  }
  .ask {
    display: grid;
    margin: 0 var(--space-4) var(--space-3);
  }
  .targets,
  .history {
    display: grid;
    border-block-start: 1px solid var(--line);
    font-size: 0.8125rem;
  }
  .targets li {
    display: grid;
    grid-template-columns: 13px minmax(0, 1fr);
    gap: 0 var(--space-3);
    align-items: center;
    min-block-size: 44px;
    padding: 6px var(--space-4);
    --icon-size: 13px;
  }
  .targets li + li {
    border-block-start: 1px solid var(--line);
  }
  .targets small {
    display: block;
    color: var(--ink-soft);
  }
  summary {
    display: flex;
    align-items: center;
    min-block-size: 44px;
    padding-inline: var(--space-4);
    color: var(--ink-soft);
    font-weight: 550;
    cursor: pointer;
  }
  .history ol {
    display: grid;
    padding: 0 var(--space-4) var(--space-3);
  }
  .history li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 var(--space-3);
    padding-block: 5px;
    font-variant-numeric: tabular-nums;
  }
  .history li + li {
    border-block-start: 1px solid var(--line);
  }
  .history time,
  .history span {
    color: var(--ink-soft);
  }
`;
