/** The exact lines that read an instance. None of them changes anything, save for the archive a tech support run makes. */
export const adc = {
  show: {
    nsVersion: 'show ns version',
    nsHardware: 'show ns hardware',
    nsConfig: 'show ns config',
    nsFeature: 'show ns feature',
    callhome: 'show callhome',
    haNode: 'show ha node',
    clusterInstance: 'show cluster instance',
    uploadAlarm: 'show snmp alarm CALLHOME-UPLOAD-EVENT',
    // -fullValues: without it long numbers are cut. Never -detail: that one reads the power supplies, and an instance
    // on an SDX has none to read.
    statSystem: 'stat system -fullValues',
    statSsl: 'stat ssl -fullValues',
    /** Makes an archive on the appliance; takes minutes. `CLUSTER` makes the smaller, abbreviated one. */
    techsupport: (scope: 'NODE' | 'CLUSTER'): string =>
      // NODE is the default of every release, and the plain form is the one that every release knows.
      scope === 'CLUSTER' ? 'show techsupport -scope CLUSTER' : 'show techsupport',
  },
} as const;
