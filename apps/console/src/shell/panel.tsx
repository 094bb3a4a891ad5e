import { useEffect, useId, useState, type ReactNode } from 'react';

interface PanelProps {
  title: string;
  /** What the title does not say: range, unit, order. */
  note?: ReactNode;
  /** Stands at the right of the header. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A bordered region with its own heading; a failure inside it stays inside it. */
export function Panel({ title, note, aside, className = '', children }: PanelProps) {
  const headingId = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={headingId}>
      <header>
        <h2 id={headingId}>{title}</h2>
        {note !== undefined && <span className="t3 sm">{note}</span>}
        {aside !== undefined && <div className="push row">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

const SKELETON_AFTER_MS = 200;

/** Grey bars in place of what is being read; nothing at all for the first 200 ms, which most answers need. */
export function Skeleton({ rows, label }: { rows: number; label: string }) {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!visible) return null;
  return (
    <div className="skeletons" role="status">
      <span className="sr">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skel" style={{ width: `${88 - ((row * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

/** One sentence that says which kind of empty this is, and the one thing to do about it. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {action}
    </div>
  );
}
