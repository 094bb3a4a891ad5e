import type { ReactNode } from 'react';

const line = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
const thin = { ...line, strokeWidth: 1.5 };
const bold = { ...line, strokeWidth: 1.8 };
const cut = { ...line, stroke: 'var(--cut)', strokeWidth: 1.7 };

/** Each mark has an outline of its own, so that it reads without colour and at 12 px. */
const MARKS = {
  ok: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="m5 8.3 2.1 2.1 4-4.4" {...cut} />
    </>
  ),
  bad: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" />
      <path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" {...cut} />
    </>
  ),
  warn: (
    <>
      <path
        d="M8 1.2c.5 0 .9.3 1.1.7l6 11c.5.9-.1 1.9-1.1 1.9H2c-1 0-1.6-1-1.1-1.9l6-11c.2-.4.6-.7 1.1-.7z"
        fill="currentColor"
      />
      <path d="M8 6v3.6m0 2.3v.1" {...cut} />
    </>
  ),
  held: (
    <>
      <path d="M8 .6 15.4 8 8 15.4.6 8z" fill="currentColor" />
      <path d="M6.5 5.8v4.4m3-4.4v4.4" {...cut} />
    </>
  ),
  paused: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="2.5" fill="currentColor" />
      <path d="M6 5v6m4-6v6" {...cut} />
    </>
  ),
  drifted: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.8 6.6h6.4M4.8 9.6h6.4M9.6 4.2l-3.2 7.6" {...cut} strokeWidth={1.4} />
    </>
  ),
  run: (
    <>
      <circle cx="8" cy="8" r="6" {...line} strokeWidth={2.2} strokeOpacity={0.28} />
      <path d="M8 2a6 6 0 0 1 5.2 9" {...line} strokeWidth={2.2} />
    </>
  ),
  unreachable: <path d="M1.5 8h3.7m5.6 0h3.7M9.5 4.5l-3 7" {...bold} />,
  'key-changed': (
    <>
      <circle cx="5" cy="11" r="4" fill="currentColor" />
      <path d="m7.4 8.6 6.1-6.1m-2.8 2.8 2 2" {...bold} />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="11" r="3.3" {...thin} />
      <path d="m7.4 8.6 6.1-6.1m-2.8 2.8 2 2" {...thin} />
    </>
  ),
  unsaved: (
    <>
      <path d="M2 3.2C2 2.5 2.5 2 3.2 2h7.6L14 5.2v7.6c0 .7-.5 1.2-1.2 1.2H3.2c-.7 0-1.2-.5-1.2-1.2z" {...thin} />
      <path d="M5 14V9.5h6V14M5.5 2v3h4" {...thin} />
    </>
  ),
  retry: <path d="M13.5 8a5.5 5.5 0 1 1-1.7-4M12.6 1v3.4H9.2" {...bold} />,
  'change-pending': (
    <>
      <circle cx="8" cy="8" r="6.3" {...thin} />
      <path d="M8 11V5.2M5.7 7.4 8 5.1l2.3 2.3" {...thin} />
    </>
  ),
  wait: (
    <>
      <circle cx="8" cy="8" r="6.2" {...thin} />
      <path d="M8 4.5V8l2.3 1.5" {...thin} />
    </>
  ),
  suppressed: (
    <>
      <circle cx="8" cy="8" r="6.3" {...thin} />
      <path d="M5 8h6" {...thin} />
    </>
  ),
  off: (
    <>
      <circle cx="8" cy="8" r="6.3" {...thin} />
      <path d="m3.7 12.3 8.6-8.6" {...thin} />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.3" {...thin} strokeDasharray="2.4 2.1" />
      <path d="M6.3 6.3c.1-1 .8-1.6 1.8-1.6s1.7.6 1.7 1.5c0 1.2-1.7 1.3-1.7 2.5m0 2.3v.1" {...thin} />
    </>
  ),
  'not-checked': <circle cx="8" cy="8" r="6.3" {...thin} strokeDasharray="2.4 2.1" />,
  'not-applicable': <path d="M4 8h8" {...thin} />,
} as const satisfies Record<string, ReactNode>;

export type StateIconName = keyof typeof MARKS;

/** The mark of one state; always beside its word, so hidden from assistive technology. */
export function StateIcon({ name }: { name: StateIconName }) {
  return (
    <svg className="ic" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {MARKS[name]}
    </svg>
  );
}
