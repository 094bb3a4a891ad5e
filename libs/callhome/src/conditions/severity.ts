/** How bad a finding is. `none` goes with every state but `active`. */
export type Severity = 'critical' | 'major' | 'warning' | 'none';
