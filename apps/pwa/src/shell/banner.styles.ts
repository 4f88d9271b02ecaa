import { css } from "lit";

/** One line that a person must know about the app itself. */
export const bannerStyles = css`
  /* With nothing to say it takes no room, not even a gap. */
  :host {
    display: contents;
  }
  .banner {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--space-3);
    min-block-size: 48px;
    padding: var(--space-1) var(--space-2) var(--space-1) var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--surface);
    color: var(--ink-soft);
    font: 400 var(--text-s) / 1.4 var(--font);
  }
  p {
    padding-block: var(--space-2);
  }
  .beacon {
    color: var(--beacon);
  }
  .info {
    color: var(--info);
  }
`;
