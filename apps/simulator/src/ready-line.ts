import type { Fleet } from './fleet/fleet.js';
import type { SimulatorOptions } from './options.js';
import type { ServerIdentity } from './receiver/certificate-authority.js';

interface Place {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** The one JSON line that says the simulator is ready and where everything is. */
export interface ReadyLine {
  readonly ready: true;
  /** Base address of the control interface. */
  readonly control: string;
  readonly receiver: {
    readonly url: string;
    /** File of the certificate to trust; `null` without a state directory. */
    readonly caFile: string | null;
    readonly caPem: string;
  };
  readonly username: string;
  /** Only when it was made at the start; one that was given is never repeated. */
  readonly password?: string;
  readonly hostCount: number;
  readonly instanceCount: number;
  /** MPX and VPX that stand alone and the addresses of clusters; left out where there are none. */
  readonly standaloneCount?: number;
  /** Left out where there are none, and for more than 50. */
  readonly standalone?: readonly Place[];
  /** Left out for fleets of more than 50 hosts; `GET /fleet` has them all. */
  readonly hosts?: readonly (Place & { readonly instances: readonly Place[] })[];
}

/** Fleets up to this size are listed in the line. */
const LISTED_HOSTS = 50;

/** What the line is made from. */
export interface ReadyFacts {
  readonly options: SimulatorOptions;
  readonly password: string;
  readonly fleet: Fleet;
  readonly identity: ServerIdentity;
  readonly controlPort: number;
  readonly receiverPort: number;
}

/** Builds the ready line. */
export function describeReady(facts: ReadyFacts): ReadyLine {
  const { options, fleet, identity } = facts;
  const place = ({ name, address, port }: Place): Place => ({ name, address, port });
  const hosts = fleet.hosts.map((host) => ({ ...place(host), instances: host.instances.map(place) }));
  return {
    ready: true,
    control: `http://127.0.0.1:${facts.controlPort}`,
    receiver: {
      url: `https://127.0.0.1:${facts.receiverPort}`,
      caFile: identity.authorityFile,
      caPem: identity.authority,
    },
    username: options.username,
    ...(options.password === null ? { password: facts.password } : {}),
    hostCount: hosts.length,
    instanceCount: hosts.reduce((sum, host) => sum + host.instances.length, 0),
    ...(hosts.length > LISTED_HOSTS ? {} : { hosts }),
    ...standaloneFacts(fleet.standalone.map(place)),
  };
}

function standaloneFacts(standalone: readonly Place[]): Pick<ReadyLine, 'standaloneCount' | 'standalone'> {
  if (standalone.length === 0) return {};
  return { standaloneCount: standalone.length, ...(standalone.length > LISTED_HOSTS ? {} : { standalone }) };
}
