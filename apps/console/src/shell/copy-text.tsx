import { CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconLink } from '@tabler/icons-react';

/** A small button that puts `text` on the clipboard and says so. */
export function CopyText({ text, label }: { text: string; label: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <button
          type="button"
          className="btn icon ghost tiny"
          onClick={copy}
          aria-label={copied ? 'Copied' : label}
          title={label}
        >
          {copied ? <IconCheck className="ic" aria-hidden /> : <IconCopy className="ic" aria-hidden />}
        </button>
      )}
    </CopyButton>
  );
}

/** Copies the address of exactly this view: filters, tab and open row are all in it. */
export function CopyLink() {
  return (
    <CopyButton value={window.location.href}>
      {({ copied, copy }) => (
        <button
          type="button"
          className="btn icon ghost"
          onClick={copy}
          aria-label={copied ? 'Link copied' : 'Copy link'}
          title="Copy link"
        >
          {copied ? <IconCheck className="ic" aria-hidden /> : <IconLink className="ic" aria-hidden />}
        </button>
      )}
    </CopyButton>
  );
}
