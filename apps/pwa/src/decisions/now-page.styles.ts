import { css } from "lit";

export const nowStyles = css`
  .columns,
  .inbox,
  .open,
  aside,
  .desk,
  .side {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
    align-content: start;
    min-inline-size: 0;
  }
  aside,
  .inbox > section {
    gap: var(--space-3);
  }
  /* As high as it will be. */
  now-vitals {
    min-block-size: 9.375rem;
  }
  /* Nearly as high as they will be: their code comes later. */
  now-alerts[data-rows="0"]:not(:defined) {
    display: none;
  }
  now-alerts[data-rows="1"] {
    min-block-size: 7.5rem;
  }
  now-alerts[data-rows="2"] {
    min-block-size: 12.25rem;
  }
  now-alerts[data-rows="3"] {
    min-block-size: 17rem;
  }
  now-alerts[data-rows="4"] {
    min-block-size: 21.75rem;
  }
  now-alerts[data-rows="5"] {
    min-block-size: 26.5rem;
  }
  .side {
    gap: var(--space-5);
  }
  .inbox {
    gap: var(--space-3);
  }
  .inbox > section {
    margin-block-start: var(--space-3);
  }
  .keys {
    display: none;
  }
  .link {
    display: inline-flex;
    align-items: center;
    min-block-size: var(--touch);
    margin-block: -12px;
    padding-inline: var(--space-2);
    text-decoration: none;
  }
  .link:hover {
    text-decoration: underline;
  }
  .list > * + * {
    border-block-start: 1px solid var(--line);
  }
  decision-card {
    view-transition-name: decision;
  }
  @media (min-width: 720px) {
    .desk {
      grid-template-columns: minmax(220px, 280px) minmax(0, 1fr);
      gap: 18px;
    }
    .list {
      grid-column: 1;
      grid-row: 1;
      align-self: start;
      position: sticky;
      inset-block-start: 70px;
      max-block-size: calc(100dvh - 210px);
      overflow-y: auto;
      overscroll-behavior: contain;
    }
    .open {
      grid-column: 2;
      grid-row: 1;
    }
    .open:only-child {
      grid-column: 1 / -1;
    }
  }
  @media (min-width: 720px) and (max-width: 1239px) {
    now-vitals {
      min-block-size: 5.775rem;
    }
  }
  @media (min-width: 900px) {
    h2.needs {
      padding-inline: 0;
      font-size: var(--text-m);
      color: var(--ink);
    }
    h2.needs .aside {
      font-size: 0.8125rem;
    }
    h2.needs .count {
      font-size: var(--text-s);
    }
    .list {
      inset-block-start: 22px;
      max-block-size: calc(100dvh - 110px);
    }
    .keys {
      display: inline;
      margin-inline-start: var(--space-4);
    }
    .keys b {
      color: var(--ink-soft);
      font-weight: 600;
    }
  }
  @media (min-width: 1240px) {
    .columns {
      grid-template-columns: minmax(0, 1fr) 340px;
      gap: 26px;
    }
    .side {
      padding-inline-start: 24px;
      border-inline-start: 1px solid var(--line);
      min-block-size: calc(100dvh - 110px);
    }
  }
`;
