import { css } from "lit";

export const flowStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    direction: ltr;
  }
  svg {
    display: block;
    overflow: visible;
  }
  svg.label {
    overflow: hidden;
  }
  .node {
    fill: var(--raised);
    stroke: var(--line-strong);
    stroke-width: 1;
  }
  text {
    fill: var(--ink);
    font: 600 var(--text-xs) / 1 var(--font);
  }
  text.small {
    fill: var(--ink-soft);
    font-weight: 450;
  }
  .link {
    cursor: pointer;
    outline: none;
    -webkit-tap-highlight-color: transparent;
  }
  .band {
    fill: none;
    stroke-opacity: 0.62;
    transition: stroke-opacity var(--motion-fast) var(--ease);
  }
  .good {
    stroke: var(--good);
  }
  .bad {
    stroke: var(--bad);
  }
  .open {
    stroke: var(--ink-faint);
    stroke-dasharray: 3 4;
  }
  .dash {
    fill: none;
    stroke: var(--surface);
    stroke-dasharray: 2 5;
  }
  .hit {
    fill: none;
    stroke: transparent;
    pointer-events: stroke;
  }
  .dim .band {
    stroke-opacity: 0.16;
  }
  .dim .link:is(:hover, :focus-visible, .chosen) .band {
    stroke-opacity: 1;
  }
  .link:focus-visible .hit {
    stroke: color-mix(in srgb, var(--info) 45%, transparent);
  }
  @media (forced-colors: active) {
    .good {
      stroke: CanvasText;
    }
    .bad {
      stroke: Highlight;
    }
    .open {
      stroke: CanvasText;
    }
    .dash {
      stroke: Canvas;
    }
    .node {
      fill: Canvas;
      stroke: CanvasText;
    }
    text,
    text.small {
      fill: CanvasText;
    }
    .link:focus-visible .hit {
      stroke: Highlight;
      stroke-opacity: 0.7;
    }
  }
`;
