import { css } from "lit";
import { figureStyles } from "../teamwork/figure.styles.ts";

/** Figures that open: a quiet sign of it, and room for a thumb. */
export const openingStyles = css`
  .figure {
    display: grid;
    align-content: start;
    gap: 1px;
    min-inline-size: 0;
    min-block-size: var(--touch);
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-m);
    color: var(--ink);
    text-decoration: none;
    -webkit-tap-highlight-color: transparent;
  }
  a.figure:hover {
    background: color-mix(in srgb, var(--ink) 5%, transparent);
  }
  .figure b {
    font: 650 var(--text-l) / 1.25 var(--font);
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.012em;
    overflow-wrap: anywhere;
  }
  .k {
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
`;

export const headlineStyles = [
  figureStyles,
  openingStyles,
  css`
    .sentence {
      font: 650 var(--text-l) / 1.35 var(--font);
      letter-spacing: -0.012em;
      text-wrap: pretty;
      overflow-wrap: anywhere;
    }
    /* Nothing to weigh yet: the line below is the next thing. */
    .sentence + :is(.figures, .warnings) {
      margin-block-start: var(--space-4);
    }
    .ends {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr));
      margin-inline: calc(-1 * var(--space-3));
    }
    .figure b.big {
      font: 700 2rem / 1.1 var(--font);
      letter-spacing: -0.03em;
    }
    .figure b.beacon {
      color: var(--beacon);
    }
    .range {
      margin-block: var(--space-3);
    }
    .verdict {
      display: grid;
      margin-block-end: var(--space-4);
      grid-template-columns: auto minmax(0, 1fr);
      gap: var(--space-2);
      align-items: start;
      color: var(--ink-soft);
      --icon-size: 18px;
    }
    .verdict ui-icon {
      margin-block-start: 1px;
    }
    .paid ui-icon {
      color: var(--good);
    }
    .not ui-icon {
      color: var(--bad);
    }
    .verdict b {
      color: var(--ink);
    }
    .verdict a {
      color: inherit;
      text-decoration-color: var(--line-strong);
      text-underline-offset: 3px;
    }
    .figures {
      display: grid;
      /* Two beside each other, or one where the text is large. */
      grid-template-columns: repeat(auto-fit, minmax(min(100%, max(8.5rem, 40%)), 1fr));
      margin-inline: calc(-1 * var(--space-3));
      padding-block-start: var(--space-2);
      border-block-start: 1px solid var(--line);
    }
    .figures ui-range {
      margin-block-start: var(--space-1);
    }
    .warnings {
      display: grid;
      gap: var(--space-2);
      /* Its line as wide as that of the figures. */
      margin-inline: calc(-1 * var(--space-3));
      padding: var(--space-3) var(--space-3) 0;
      border-block-start: 1px solid var(--line);
    }
    .warnings li {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: var(--space-2);
      font-size: 0.8125rem;
      --icon-size: 16px;
    }
    .warnings ui-icon {
      margin-block-start: 1px;
      color: var(--beacon);
    }
    @media (min-width: 720px) {
      .figures {
        grid-template-columns: repeat(4, minmax(0, 1fr));
      }
    }
  `,
];
