import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../access/session.js';
import { CopyText } from '../shell/copy-text.js';

const FLEET_DEFAULTS = `curl -X PUT "$SDX_URL/api/v1/layers/fleet" \\
  -H "Authorization: Bearer $SDX_TOKEN" \\
  -H 'If-Match: "0"' -H 'Content-Type: application/json' \\
  -d '{"settings":{"enabled":true,"emailAddress":"noc@corp.example"}}'`;

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li>
      <span className="step-number" aria-hidden="true">
        {number}
      </span>
      <div className="panel pad">
        <h2>{title}</h2>
        {children}
      </div>
    </li>
  );
}

/** What to do with an empty fleet. */
export function FirstSteps() {
  const { canOperate } = useSession();
  return (
    <div className="body first-steps">
      <h1>Start with one SDX host</h1>
      <p className="t2">
        No appliances yet. Three steps; no setting of an appliance changes until you roll out a plan.
      </p>
      <ol>
        <Step number={1} title="Add a host">
          <p className="t2">
            Give the address of its Management Service and a login. The instances on it are found by themselves.
          </p>
          {canOperate ? (
            <Link className="btn pri lg" to="/inventory" search={{ add: 'host' }}>
              Add host
            </Link>
          ) : (
            <p className="t3 sm">Adding a host takes the operator role; an administrator can grant it.</p>
          )}
        </Step>
        <Step number={2} title="Trust its host key">
          <p className="t2">
            The first contact shows the key the host answers with, and sends no password. Compare the fingerprint with
            what the host itself shows, then an administrator approves it in the host&apos;s Connection tab.
          </p>
        </Step>
        <Step number={3} title="Set fleet defaults">
          <p className="t2">Every host and instance inherits these, until a narrower layer says otherwise.</p>
          <div className="code-box">
            <pre tabIndex={0}>{FLEET_DEFAULTS}</pre>
            <CopyText text={FLEET_DEFAULTS} label="Copy the command" />
          </div>
        </Step>
      </ol>
    </div>
  );
}
