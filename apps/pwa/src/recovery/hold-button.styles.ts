import { css } from "lit";

export const holdButtonStyles = css`
  :host {
    display: block;
  }
  button {
    position: relative;
    overflow: clip;
    display: grid;
    place-items: center;
    inline-size: 100%;
    min-block-size: 56px;
    padding: var(--space-2) var(--space-4);
    border: 1px solid color-mix(in srgb, var(--bad) 70%, transparent);
    border-radius: var(--radius-m);
    background: color-mix(in srgb, var(--bad) 12%, transparent);
    color: var(--ink);
    font: 650 var(--text-m) / 1.25 var(--font);
    cursor: pointer;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
  }
  button:disabled {
    opacity: 0.5;
    cursor: not-allowed;
  }
  .calm {
    border-color: color-mix(in srgb, var(--accent) 70%, transparent);
    background: color-mix(in srgb, var(--accent) 12%, transparent);
  }
  .fill {
    position: absolute;
    inset: 0;
    background: color-mix(in srgb, var(--bad) 34%, transparent);
    transform: scaleX(0);
    transform-origin: left;
  }
  .calm .fill {
    background: color-mix(in srgb, var(--accent) 34%, transparent);
  }
  .holding .fill {
    transform: scaleX(1);
    transition: transform var(--hold) linear;
  }
  .words {
    position: relative;
  }
`;
