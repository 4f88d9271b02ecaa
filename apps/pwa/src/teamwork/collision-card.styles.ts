import { css } from "lit";

export const collisionStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    padding: var(--space-3) var(--space-4);
    font: 400 var(--text-s) / 1.45 var(--font);
    font-variant-numeric: tabular-nums;
    color: var(--ink);
  }
  :host(:not(:first-child)) {
    border-block-start: 1px solid var(--line);
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    color: var(--ink-soft);
    font-size: var(--text-xs);
    --icon-size: 13px;
  }
  header ui-age {
    margin-inline-start: auto;
  }
  .kind {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-weight: 650;
  }
  .path {
    margin-block-start: 4px;
  }
  code {
    font: 600 0.8125rem / 1.5 var(--mono);
    overflow-wrap: anywhere;
  }
  .detail {
    color: var(--ink-soft);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  ol {
    display: grid;
    gap: var(--space-2);
    margin-block-start: var(--space-2);
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding-inline-start: var(--space-3);
    border-inline-start: 3px solid var(--line-strong);
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-2);
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  .who a {
    display: inline-flex;
    align-items: center;
    min-block-size: var(--touch);
    min-inline-size: var(--touch);
    margin-block: -4px;
    color: var(--ink);
    font-size: var(--text-s);
    font-weight: 600;
    overflow-wrap: anywhere;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 3px;
  }
`;
