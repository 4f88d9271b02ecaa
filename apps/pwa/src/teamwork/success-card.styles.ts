import { css } from "lit";

export const successStyles = css`
  .lead {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-5);
  }
  .big {
    font: 700 2.75rem / 1.05 var(--font);
    letter-spacing: -0.03em;
  }
  .big small {
    color: var(--ink-soft);
    font-size: 1.25rem;
    font-weight: 600;
    letter-spacing: 0;
  }
  .big .none {
    color: var(--ink-soft);
    font-size: 1.875rem;
    font-weight: 600;
    letter-spacing: -0.01em;
  }
  .facts {
    flex: 1 1 210px;
    display: grid;
    gap: 1px;
    color: var(--ink-soft);
  }
  .facts b {
    color: var(--ink);
    font-weight: 650;
  }
  .facts a {
    color: inherit;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 3px;
  }
  .range {
    margin-block: var(--space-3) var(--space-2);
    --share-size: 10px;
  }
  .verdict {
    margin-block: var(--space-2) 0;
    font-weight: 600;
    text-wrap: pretty;
  }
  .axis {
    margin-block: var(--space-4) var(--space-3);
    color: var(--ink-soft);
    font-size: var(--text-xs);
  }
  .read {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-3);
    min-block-size: var(--touch);
    margin-block-end: calc(-1 * var(--space-2));
    font-size: 0.8125rem;
  }
  .read a {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-block-size: var(--touch);
    min-inline-size: var(--touch);
    color: var(--info);
    font-weight: 600;
    text-decoration: none;
    --icon-size: 14px;
  }
`;
