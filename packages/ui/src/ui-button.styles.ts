import { css } from "lit";

export const buttonStyles = css`
  :host {
    display: inline-flex;
    min-inline-size: 0;
    vertical-align: middle;
  }
  :host([wide]) {
    display: flex;
  }
  button,
  a {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    inline-size: 100%;
    min-block-size: 48px;
    min-inline-size: var(--touch);
    padding: var(--space-2) var(--space-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: transparent;
    color: var(--ink);
    font: 600 var(--text-s) / 1.2 var(--font);
    font-size: 0.9375rem;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
    transition:
      background-color var(--motion-fast) var(--ease),
      border-color var(--motion-fast) var(--ease),
      transform var(--motion-fast) var(--ease);
  }
  .words {
    overflow-wrap: anywhere;
    min-inline-size: 0;
  }
  @media (hover: hover) {
    button:hover,
    a:hover {
      background: color-mix(in srgb, var(--ink) 7%, transparent);
    }
    :host([variant="primary"]) :is(button, a):hover {
      background: color-mix(in srgb, var(--ink) 88%, var(--ground));
    }
    :host([variant="danger"]) :is(button, a):hover {
      background: var(--bad-soft);
    }
  }
  button:active,
  a:active {
    transform: scale(0.98);
  }
  :host([variant="primary"]) :is(button, a) {
    background: var(--ink);
    border-color: transparent;
    color: var(--ground);
  }
  :host([variant="danger"]) :is(button, a) {
    border-color: color-mix(in srgb, var(--bad) 50%, var(--line-strong));
    color: var(--bad);
  }
  :host([variant="quiet"]) :is(button, a) {
    min-block-size: var(--touch);
    border-color: transparent;
    color: var(--ink-soft);
    padding-inline: var(--space-3);
  }
  :host([square]) :is(button, a) {
    gap: 0;
    padding: 0;
    color: var(--ink-soft);
  }
  :host([disabled]) :is(button, a) {
    opacity: 0.5;
    cursor: not-allowed;
    transform: none;
  }
  :host([busy]) :is(button, a) {
    cursor: progress;
    transform: none;
  }
  ui-icon {
    --icon-size: 1.2rem;
  }
  kbd {
    display: none;
    font: 500 var(--text-xs) / 1 var(--mono);
    opacity: 0.7;
  }
  @media (hover: hover) and (min-width: 900px) {
    kbd {
      display: inline;
    }
  }
  .spinner {
    flex: none;
    inline-size: 1em;
    block-size: 1em;
    border: 2px solid currentColor;
    border-inline-end-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation: none;
      border-style: dotted;
    }
    button:active,
    a:active {
      transform: none;
    }
  }
  @media (forced-colors: active) {
    :host([variant="primary"]) :is(button, a) {
      border: 2px solid ButtonText;
    }
  }
`;
