import { css } from "lit";

export const agentHeadStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    container-type: inline-size;
  }
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-2);
    padding: var(--space-3) var(--space-4) var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
    font: 400 var(--text-s) / 1.45 var(--font);
  }
  article.beacon {
    border-color: color-mix(in srgb, var(--beacon) 45%, var(--line));
  }
  article.bad {
    border-color: color-mix(in srgb, var(--bad) 45%, var(--line));
  }
  article:is(.good, .beacon, .bad, .info, .faint) {
    color: var(--ink);
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-block-size: var(--touch);
    margin-block-end: calc(-1 * var(--space-2));
  }
  .space {
    flex: 1;
  }
  .name {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
    gap: var(--space-2);
  }
  .name ui-button {
    margin: -8px -10px 0 0;
  }
  h2 {
    font: 650 1.5rem / 1.25 var(--font);
    letter-spacing: -0.015em;
    overflow-wrap: anywhere;
  }
  .evidence {
    font-size: var(--text-m);
    overflow-wrap: anywhere;
  }
  a {
    font-weight: 600;
    text-underline-offset: 3px;
  }
  code {
    font: 500 0.8125rem / 1.5 var(--mono);
    color: var(--ink);
    overflow-wrap: anywhere;
  }
  .evidence code {
    font-size: 0.875rem;
  }
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-1) var(--space-4);
    margin-block-start: var(--space-2);
    padding-block-start: var(--space-3);
    border-block-start: 1px solid var(--line);
    font-size: 0.8125rem;
  }
  dt {
    color: var(--ink-faint);
  }
  dd {
    color: var(--ink-soft);
    overflow-wrap: anywhere;
  }
  @container (min-width: 560px) {
    dl {
      grid-template-columns: auto minmax(0, 1fr) auto minmax(0, 1fr);
    }
    article {
      padding: var(--space-4) 22px 22px;
    }
  }
`;
