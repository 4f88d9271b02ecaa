import { css } from "lit";

export const fleetStyles = css`
  :host {
    gap: var(--space-4);
  }
  @media (min-width: 720px) {
    .parts {
      justify-self: start;
      min-inline-size: 280px;
    }
  }
  .tools {
    display: grid;
    gap: var(--space-3);
  }
  .states {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .states button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: var(--touch);
    padding: 0 12px 0 11px;
    border: 1px solid var(--line);
    border-radius: var(--radius-full);
    background: var(--surface);
    color: var(--ink-soft);
    font: 500 0.8125rem / 1.2 var(--font);
    font-variant-numeric: tabular-nums;
    cursor: pointer;
    --icon-size: 12px;
  }
  .states button:hover {
    border-color: var(--line-strong);
  }
  .states button[aria-pressed="true"] {
    border-color: var(--ink-soft);
    background: var(--raised);
    color: var(--ink);
  }
  .states b {
    color: var(--ink);
    font-weight: 650;
  }
  .find {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--space-2);
    align-items: center;
  }
  .find ui-field:only-child {
    grid-column: 1 / -1;
  }
  h2 {
    --icon-size: 13px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .number {
    color: var(--ink-faint);
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  .groups {
    container-type: inline-size;
  }
  .columns,
  .cards {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    align-items: start;
  }
  .columns {
    gap: var(--space-5) var(--space-3);
  }
  /* Small groups stand side by side: as many columns as they have cards. */
  @container (min-width: 640px) {
    .columns {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .cards {
      grid-template-columns: subgrid;
    }
    section,
    .cards {
      grid-column: span 2;
    }
    section {
      grid-template-columns: subgrid;
      align-content: start;
    }
    h2 {
      grid-column: 1 / -1;
    }
    .wide-1,
    .wide-1 .cards {
      grid-column: span 1;
    }
  }
  @container (min-width: 1000px) {
    .columns {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    :is(.wide-3, .wide-4),
    :is(.wide-3, .wide-4) .cards {
      grid-column: span 3;
    }
  }
  @container (min-width: 1500px) {
    .columns {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .wide-4,
    .wide-4 .cards {
      grid-column: span 4;
    }
  }
  @media (min-width: 720px) {
    .find {
      gap: var(--space-3);
    }
  }
  @media (min-width: 1240px) {
    .tools {
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
    }
    .find {
      grid-template-columns: 280px auto;
    }
  }
  @media (forced-colors: active) {
    .states button[aria-pressed="true"] {
      outline: 2px solid Highlight;
    }
  }
`;
