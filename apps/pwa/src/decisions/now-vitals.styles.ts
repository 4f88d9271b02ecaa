import { css } from "lit";

/** Every part has its height before there is a figure in it, so that nothing below moves when one comes. */
export const vitalStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    font: 400 var(--text-s) / 1.5 var(--font);
    font-variant-numeric: tabular-nums;
    color: var(--ink);
  }
  .head {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    padding-inline: var(--space-1);
    font: 600 0.8125rem / 1.4 var(--font);
    color: var(--ink-soft);
  }
  h2 {
    font: inherit;
  }
  .as-of {
    display: flex;
    align-items: center;
    gap: 5px;
    min-inline-size: 0;
    margin-inline-start: auto;
    font-weight: 450;
    color: var(--ink-faint);
  }
  .as-of ui-icon {
    --icon-size: 14px;
  }
  .states {
    display: grid;
    grid-template-columns: repeat(6, minmax(0, 1fr));
    padding: 4px;
  }
  .states > * {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 1px;
    min-block-size: 48px;
    border-radius: var(--radius-s);
    color: var(--ink-soft);
    font: 500 0.6875rem / 1.3 var(--font);
    text-decoration: none;
  }
  .states b {
    display: flex;
    align-items: center;
    gap: 5px;
    min-block-size: 1.375rem;
    color: var(--ink);
    font: 650 var(--text-m) / 1.375rem var(--font);
  }
  .states span b {
    color: var(--ink-faint);
    font-weight: 500;
  }
  .states ui-icon {
    --icon-size: 11px;
  }
  .states .nobody {
    grid-column: 1 / -1;
    font: inherit;
  }
  .success {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 var(--space-3);
    min-block-size: 60px;
    padding: 8px var(--space-4);
    border-block-start: 1px solid var(--line);
    text-decoration: none;
  }
  .success > :nth-child(even) {
    text-align: end;
    white-space: nowrap;
  }
  .success .figure {
    min-block-size: 1.5rem;
    font: 650 var(--text-l) / 1.5rem var(--font);
    letter-spacing: -0.01em;
  }
  .success .figure small {
    color: var(--ink-soft);
    font: 600 var(--text-s) / 1 var(--font);
  }
  .success .figure.none {
    color: var(--ink-soft);
    font: 550 var(--text-s) / 1.5rem var(--font);
  }
  .name {
    font-weight: 600;
  }
  .small {
    min-block-size: 1.25rem;
    color: var(--ink-soft);
    font-size: var(--text-xs);
    line-height: 1.25rem;
  }
  a:hover {
    background: color-mix(in srgb, var(--ink) 5%, transparent);
  }
  .states a:hover {
    color: var(--ink);
  }
  a:focus-visible {
    outline-offset: -2px;
  }
  @media (min-width: 720px) and (max-width: 1239px) {
    .card {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      align-items: stretch;
    }
    .states > * {
      min-block-size: 52px;
    }
    .success {
      border: 0;
      border-inline-start: 1px solid var(--line);
    }
  }
`;
