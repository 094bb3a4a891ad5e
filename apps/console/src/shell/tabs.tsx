import { useRef, type KeyboardEvent } from 'react';

export interface TabItem<K extends string> {
  key: K;
  title: string;
  count?: number | undefined;
  tone?: 'bad' | undefined;
}

interface TabsProps<K extends string> {
  label: string;
  items: readonly TabItem<K>[];
  current: K;
  onSelect: (key: K) => void;
}

/** Tabs with a roving focus: arrows move between them, and moving selects. */
export function Tabs<K extends string>({ label, items, current, onSelect }: TabsProps<K>) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = items.findIndex(({ key }) => key === current);
    const next = (at + step + items.length) % items.length;
    const item = items[next];
    if (item === undefined) return;
    event.preventDefault();
    onSelect(item.key);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
      {items.map(({ key, title, count, tone }) => (
        <button
          key={key}
          type="button"
          role="tab"
          aria-selected={key === current}
          tabIndex={key === current ? 0 : -1}
          onClick={() => onSelect(key)}
        >
          {title}
          {count !== undefined && <span className={`n ${tone ?? ''}`}>{count.toLocaleString('en')}</span>}
        </button>
      ))}
    </div>
  );
}
