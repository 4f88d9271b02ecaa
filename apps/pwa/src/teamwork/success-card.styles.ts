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
`;
