import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { CopyLink } from './copy-text.js';

interface DrawerProps {
  /** A drawer of another subject takes the focus anew. */
  subjectId: string;
  title: ReactNode;
  label: string;
  subtitle?: ReactNode;
  tabs?: ReactNode;
  footer?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** One object beside its list: pushes the list on wide screens, covers it on small ones. Esc closes it. */
export function Drawer({ subjectId, title, label, subtitle, tabs, footer, onClose, children }: DrawerProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    opener.current = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      // The row that opened it is still in the page unless it was scrolled away meanwhile.
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    };
  }, [subjectId]);
  useEffect(() => {
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && document.querySelector('[role="dialog"]') === null) {
        onClose();
      }
    };
    window.addEventListener('keydown', closeOnEscape);
    return () => window.removeEventListener('keydown', closeOnEscape);
  }, [onClose]);
  return (
    <aside className="drawer" aria-label={label}>
      <header>
        <div className="row">
          <h2 ref={heading} tabIndex={-1} className="row trunc">
            {title}
          </h2>
          <span className="grow" />
          <CopyLink />
          <button type="button" className="btn icon ghost" aria-label="Close details" onClick={onClose}>
            <IconX className="ic" aria-hidden />
          </button>
        </div>
        {subtitle !== undefined && <p className="t3 sm">{subtitle}</p>}
      </header>
      {tabs}
      <div className="scroll" role="region" aria-label="Details" tabIndex={0}>
        {children}
      </div>
      {footer !== undefined && <footer>{footer}</footer>}
    </aside>
  );
}
