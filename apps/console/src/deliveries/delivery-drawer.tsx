import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Delivery } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { actOnDelivery, type DeliveryAction } from '../api/changes.js';
import { deliveryQuery } from '../api/queries.js';
import { useClock } from '../shell/clock.js';
import { CopyText } from '../shell/copy-text.js';
import { Drawer } from '../shell/drawer.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { CONDITION_TITLES } from '../states/appliance-marks.js';
import { deliveryStateMark } from '../states/delivery-marks.js';
import { reasonWords } from '../states/reason-words.js';
import { StateMark } from '../states/state-mark.js';
import { shortId } from './delivery-columns.js';
import { DeliveryTimeline } from './delivery-timeline.js';
import { formatBytes } from './format-bytes.js';

/** One delivery: where it stands, every step it took, and what a person may do now. */
export function DeliveryDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(deliveryQuery(id));
  return (
    <Drawer
      subjectId={id}
      label={`Details of delivery ${id}`}
      title={
        <>
          <span className="mono">{shortId(id)}</span>
          {data !== undefined && <StateMark mark={deliveryStateMark(data.state)} pill />}
        </>
      }
      subtitle={data !== undefined && <Subject delivery={data} />}
      footer={data !== undefined && data.actions.length > 0 && <DeliveryActions key={id} delivery={data} />}
      onClose={onClose}
    >
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={8} label="Reading the delivery" />}
      {data !== undefined && (
        <>
          {data.reason !== null && <p className="reason">{reasonWords(data.reason)}</p>}
          <DeliveryTimeline deliveryId={id} />
          <BundleFacts delivery={data} />
        </>
      )}
    </Drawer>
  );
}

function Subject({ delivery }: { delivery: Delivery }) {
  const { type, conditionCode, component, applianceId, applianceName, hostName, destination } = delivery;
  const what = conditionCode === null ? type : CONDITION_TITLES[conditionCode];
  return (
    <>
      {what}
      {component !== null && `, ${component}`} of{' '}
      <Link to="/inventory" search={{ open: applianceId }}>
        {applianceName}
      </Link>
      {hostName !== null && hostName !== applianceName && ` on ${hostName}`}
      {destination !== null && `, to ${destination.name}`}
    </>
  );
}

function BundleFacts({ delivery }: { delivery: Delivery }) {
  const { exact, until } = useClock();
  const { bundle, receipt, attempts, nextAttemptAt, caseNumber, id } = delivery;
  return (
    <section aria-labelledby="delivery-facts">
      <h3 className="h3" id="delivery-facts">
        Bundle and receipt
      </h3>
      <dl className="kv">
        <dt>Id</dt>
        <dd className="mono wrap-any">
          {id} <CopyText text={id} label="Copy delivery id" />
        </dd>
        <dt>Bundle</dt>
        {bundle === null ? (
          <dd className="t3">not collected</dd>
        ) : (
          <dd>
            {formatBytes(bundle.bytes)}, collected in {(bundle.collectedMs / 1000).toFixed(1)} s
            <div className="mono wrap-any">{bundle.fileName}</div>
          </dd>
        )}
        {bundle !== null && (
          <>
            <dt>SHA-256</dt>
            <dd className="mono wrap-any">
              {bundle.sha256} <CopyText text={bundle.sha256} label="Copy SHA-256" />
            </dd>
          </>
        )}
        <dt>Receipt</dt>
        {receipt === null ? (
          <dd className="t3">none yet</dd>
        ) : (
          <dd>
            <span className="mono">{receipt.receiptId ?? 'without an id'}</span>, {exact(receipt.at)}
            {bundle !== null && receipt.sha256 !== null && (
              <div>
                <StateMark
                  mark={
                    receipt.sha256 === bundle.sha256
                      ? { icon: 'ok', word: 'same hash at the receiver', tone: 'ok' }
                      : { icon: 'warn', word: 'another hash at the receiver', tone: 'warn' }
                  }
                />
              </div>
            )}
          </dd>
        )}
        <dt>Case</dt>
        <dd>{caseNumber === null ? <span className="t3">none</span> : <span className="mono">{caseNumber}</span>}</dd>
        <dt>Tries</dt>
        <dd>
          {attempts.collect} collecting, {attempts.transmit} sending of at most {attempts.max}
          {nextAttemptAt !== null && `; next ${until(nextAttemptAt)}`}
        </dd>
      </dl>
    </section>
  );
}

const WORDS: Record<Delivery['actions'][number], { action: DeliveryAction; word: string }> = {
  retry: { action: 'retryDelivery', word: 'Retry' },
  cancel: { action: 'cancelDelivery', word: 'Cancel delivery' },
};

function DeliveryActions({ delivery }: { delivery: Delivery }) {
  const { canOperate } = useSession();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (action: DeliveryAction) => actOnDelivery(action, delivery.id),
    onSettled: () =>
      Promise.all(
        ['deliveries', 'delivery', 'transitions', 'overview'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
  if (!canOperate) return <span className="t3 sm">Acting on a delivery takes the operator role.</span>;
  return (
    <div className="work">
      {error !== null && <ProblemNote problem={toProblem(error)} />}
      <div className="row">
        {delivery.actions.map((name) => (
          <button
            key={name}
            type="button"
            className={`btn ${name === 'retry' ? 'pri' : 'danger'}`}
            disabled={isPending}
            onClick={() => mutate(WORDS[name].action)}
          >
            {WORDS[name].word}
          </button>
        ))}
      </div>
    </div>
  );
}
