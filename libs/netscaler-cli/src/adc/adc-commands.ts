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
    clusterNode: 'show cluster node',
    nsIp: 'show ns ip',
    nsHostname: 'show ns hostName',
    nsLicense: 'show ns license',
    nsCapacity: 'show ns capacity',
    nsLicenseserver: 'show ns licenseserver',
    nsParam: 'show ns param',
    /** The device's offset from UTC at this moment. Needs a superuser; others are refused. */
    shellDate: 'shell date +%z',
    uploadAlarm: 'show snmp alarm CALLHOME-UPLOAD-EVENT',
    // -fullValues: without it long numbers are cut. Never -detail: that one reads the power supplies, and an instance
    // on an SDX has none to read.
    statSystem: 'stat system -fullValues',
    statSsl: 'stat ssl -fullValues',
    statNs: 'stat ns -fullValues',
    statSystemMemory: 'stat system memory -fullValues',
    /** Makes an archive on the appliance; takes minutes. `CLUSTER` makes the smaller, abbreviated one. */
    techsupport: (scope: 'NODE' | 'CLUSTER'): string =>
      // NODE is the default of every release, and the plain form is the one that every release knows.
      scope === 'CLUSTER' ? 'show techsupport -scope CLUSTER' : 'show techsupport',
  },
} as const;
