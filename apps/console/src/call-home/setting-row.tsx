import { NativeSelect, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { SettingKey } from '../../../../libs/contract/src/index.js';
import { StateIcon } from '../states/state-icon.js';
import type { Choice, KeyDraft } from './layer-draft.js';
import { ScopeName } from './scope-name.js';
import { SETTING_FACTS } from './setting-facts.js';
import type { Inherited } from './inherited-of.js';
import { SettingValue } from './setting-value.js';
import { ValueField } from './value-field.js';

interface SettingRowProps {
  name: SettingKey;
  draft: KeyDraft;
  inherited: Inherited | null;
  /** Why nobody may change it here; null: they may. */
  closedBecause: string | null;
  /** A lock above it that is lifted for this layer. */
  isExempt: boolean;
  mayLock: boolean;
  /** What is to be given for it: an error of the last save, a warning of the saved layer. */
  error: string | undefined;
  warning: string | undefined;
  isChanged: boolean;
  put: (change: Partial<KeyDraft>) => void;
  /** Asks for an exception; null where none can be asked for. */
  onAsk: (() => void) | null;
}

const toChoice = (value: string): Choice => (value === 'set' || value === 'default' ? value : 'inherit');

/** One setting of a layer: inherited, set, or explicitly the device default; and whether it binds narrower layers. */
export function SettingRow(props: SettingRowProps) {
  const { name, draft, inherited, closedBecause, isExempt, mayLock, error, warning, isChanged, put, onAsk } = props;
  const facts = SETTING_FACTS[name];
  const lock = isExempt ? null : (inherited?.lock ?? null);
  const isClosed = closedBecause !== null;
  const cannotSet = isClosed || (lock !== null && draft.choice === 'inherit');
  return (
    <div className={`setting ${isChanged ? 'changed' : ''}`} role="group" aria-labelledby={`setting-${name}`}>
      <div className="setting-about">
        <h3 id={`setting-${name}`}>
          {facts.title} <span className="mono t3">{name}</span>
          {isChanged && <span className="tag acc">changed</span>}
        </h3>
        <p className="t2 sm">{facts.what}</p>
        <p className="t3 sm">
          {facts.range}
          {facts.command !== null && (
            <>
              . <code>{facts.command}</code>
              {facts.since !== null && ` since ${facts.since}`}
            </>
          )}
        </p>
      </div>
      <div className="setting-fields">
        <div className="setting-value">
          <NativeSelect
            aria-label={`${facts.title}: inherit, set, or device default`}
            disabled={cannotSet}
            data={[
              { value: 'inherit', label: 'inherit' },
              { value: 'set', label: 'set' },
              { value: 'default', label: 'device default' },
            ]}
            value={draft.choice}
            onChange={({ currentTarget: { value } }) => put({ choice: toChoice(value) })}
          />
          {draft.choice === 'set' && <ValueField name={name} draft={draft} disabled={isClosed} put={put} />}
          {draft.choice === 'default' && <p className="t2 sm">{facts.whenDefault}</p>}
          {draft.choice === 'inherit' && inherited !== null && (
            <p className="t2 sm">
              <SettingValue name={name} value={inherited.value} /> from <ScopeName scope={inherited.from} />
            </p>
          )}
        </div>
        {lock !== null && (
          <p className="sm row wrap">
            <IconLock className="ic" aria-hidden />
            <span>
              Locked by {lock.by === null ? 'a broader layer' : <ScopeName scope={lock.by} />}
              {lock.reason !== null && `: ${lock.reason}`}.
              {draft.choice !== 'inherit' && ' What is set here is blocked.'}
            </span>
            {onAsk !== null && (
              <button type="button" className="btn sm" onClick={onAsk}>
                Ask for an exception
              </button>
            )}
          </p>
        )}
        {isExempt && <p className="t2 sm">A granted exception lets this layer set it below the lock.</p>}
        {mayLock && (
          <div className="setting-lock">
            <label className="row sm">
              <input
                type="checkbox"
                disabled={isClosed}
                checked={draft.isLocked}
                onChange={({ currentTarget: { checked } }) => put({ isLocked: checked })}
              />
              Lock for narrower layers
            </label>
            {draft.isLocked && (
              <TextInput
                aria-label={`${facts.title}, reason of the lock`}
                placeholder="why (shown to whom it stops)"
                maxLength={300}
                disabled={isClosed}
                value={draft.lockReason}
                onChange={({ currentTarget: { value } }) => put({ lockReason: value })}
              />
            )}
          </div>
        )}
        {closedBecause !== null && closedBecause !== '' && <p className="t3 sm">{closedBecause}</p>}
        {error !== undefined && (
          <p className="sm field-note s-bad" role="alert">
            <StateIcon name="bad" /> {error}
          </p>
        )}
        {error === undefined && warning !== undefined && (
          <p className="sm field-note s-warn">
            <StateIcon name="warn" /> {warning}
          </p>
        )}
      </div>
    </div>
  );
}
