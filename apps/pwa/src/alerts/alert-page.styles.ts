import { css } from "lit";

export const alertPageStyles = css`
  .head {
    display: grid;
    gap: var(--space-2);
    padding: var(--space-4);
  }
  .state {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    font: 600 0.8125rem / 1.4 var(--font);
    --icon-size: 18px;
  }
  .state .age {
    margin-inline-start: auto;
    font-weight: 450;
    color: var(--ink-soft);
    white-space: nowrap;
  }
  .title {
    font: 650 var(--text-l) / 1.3 var(--font);
    overflow-wrap: anywhere;
  }
  .taken {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    font-weight: 550;
    --icon-size: 18px;
  }
  .taken ui-icon {
    color: var(--ink-soft);
  }
  .acts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 6.25rem), 1fr));
    gap: var(--space-2);
    padding-block-start: var(--space-2);
  }
  .take {
    grid-column: 1 / -1;
  }
  @media (min-width: 720px) {
    .acts {
      display: flex;
      flex-wrap: wrap;
    }
  }
  .pad {
    display: grid;
    gap: var(--space-3);
    padding: var(--space-4);
  }
  ol {
    display: grid;
    gap: var(--space-2);
    margin: 0;
    padding: var(--space-4);
    list-style: none;
    font-size: 0.8125rem;
  }
  ol li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--space-3);
    overflow-wrap: anywhere;
  }
  ol time {
    color: var(--ink-soft);
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
`;
