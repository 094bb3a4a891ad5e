import { Kbd, Modal, Switch } from '@mantine/core';
import { useState } from 'react';
import { areKeysOn, KEY_LIST, setKeysOn } from './use-keys.js';

/** The list of keys, and the switch for those who type by voice or hit keys by chance. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [on, setOn] = useState(areKeysOn);
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" closeButtonProps={{ 'aria-label': 'Close the list of keys' }}>
      <dl className="keys">
        {KEY_LIST.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(/\s+/).map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <Switch
        label="Single-key shortcuts"
        checked={on}
        onChange={({ currentTarget: { checked } }) => {
          setKeysOn(checked);
          setOn(checked);
        }}
      />
    </Modal>
  );
}
