import { css } from "lit";

export const hostProcessStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    border-block-start: 1px solid var(--line);
    font: 400 var(--text-s) / 1.4 var(--font);
    --icon-size: 13px;
  }
  summary {
    display: grid;
    grid-template-columns: 13px minmax(0, 1fr) auto 14px;
    gap: 10px;
    align-items: center;
    min-block-size: 56px;
    padding: 8px var(--space-4);
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary:hover {
    background: color-mix(in srgb, var(--ink) 4%, transparent);
  }
  summary:focus-visible {
    outline-offset: -3px;
    border-radius: var(--radius-m);
  }
  b {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 600;
  }
  small {
    display: block;
    color: var(--ink-soft);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .wrote {
    display: block;
    overflow: hidden;
    margin-block-start: 2px;
    color: var(--ink-faint);
    font-size: var(--text-xs);
    font-variant-numeric: tabular-nums;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .wrote code {
    margin-inline-start: 4px;
    color: var(--ink-soft);
    font: 400 var(--text-xs) / 1.5 var(--mono);
  }
  .load {
    display: grid;
    justify-items: end;
    color: var(--ink-soft);
    font-size: var(--text-xs);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  /* On a phone the words have the whole width, and the load stands below them. */
  @media (max-width: 599px) {
    summary {
      grid-template-columns: 13px minmax(0, 1fr) 14px;
      row-gap: 2px;
    }
    .load {
      display: flex;
      gap: var(--space-3);
      grid-area: 2 / 2;
    }
    .load:empty {
      display: none;
    }
    .fold {
      grid-area: 1 / 3;
    }
  }
  .fold {
    color: var(--ink-faint);
    transition: rotate var(--motion-fast) var(--ease);
  }
  details[open] .fold {
    rotate: 180deg;
  }
  .more {
    display: grid;
    gap: var(--space-3);
    padding: var(--space-1) var(--space-4) var(--space-4);
  }
  command-line {
    padding-inline: var(--space-4);
  }
  code {
    font: 500 0.8125rem / 1.5 var(--mono);
    color: var(--ink);
  }
  a {
    display: inline-flex;
    align-items: center;
    min-block-size: var(--touch);
    justify-self: start;
    font-weight: 600;
    text-underline-offset: 3px;
  }
`;
