import { css } from "lit";

export const recoveryCardStyles = css`
  header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: var(--space-3);
    align-items: start;
    padding: var(--space-3) var(--space-4);
  }
  header > ui-icon {
    margin-block-start: 2px;
    color: var(--ink-soft);
  }
  header > b {
    font: 600 0.8125rem / 1.7 var(--font);
  }
  .over {
    color: var(--ink-soft);
  }
  h3 {
    font: 650 var(--text-m) / 1.35 var(--font);
  }
  header p,
  .far p,
  li span {
    color: var(--ink-soft);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .far {
    display: grid;
    gap: 6px;
    padding: 0 var(--space-4) var(--space-3);
    font-variant-numeric: tabular-nums;
  }
  progress {
    appearance: none;
    display: block;
    inline-size: 100%;
    block-size: 6px;
    border: 0;
    border-radius: 3px;
    background: var(--line);
    overflow: clip;
  }
  progress::-webkit-progress-bar {
    background: var(--line);
  }
  progress::-webkit-progress-value {
    border-radius: 3px;
    background: var(--accent);
  }
  progress::-moz-progress-bar {
    border-radius: 3px;
    background: var(--accent);
  }
  ul {
    list-style: none;
    border-block-start: 1px solid var(--line);
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding: var(--space-2) var(--space-4);
  }
  li + li {
    border-block-start: 1px solid var(--line);
  }
  li ui-icon {
    margin-inline-end: 7px;
  }
  li b {
    font-weight: 600;
    overflow-wrap: anywhere;
    --icon-size: 12px;
  }
  .items {
    max-block-size: 420px;
    overflow: auto;
  }
  footer {
    display: flex;
    justify-content: flex-end;
    gap: var(--space-2);
    padding: 0 var(--space-3) var(--space-3);
  }
  ul + footer {
    padding-block-start: var(--space-3);
  }
  footer:empty {
    display: none;
  }
`;
