import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HostKeyImportLine, HostKeyImportResult } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { importHostKeys } from '../api/changes.js';
import { ProblemNote } from '../shell/problem-note.js';
import { inWords } from '../states/appliance-marks.js';
import { StateMark } from '../states/state-mark.js';
import { IMPORT_MARKS } from './import-words.js';
import { TRUST_QUERIES } from './key-decision.js';

const LINES_SHOWN = 200;
const NAMES_SHOWN = 3;

/** Takes over a known_hosts file: first a look at what each line would do, then the doing. */
export function KnownHostsImport() {
  const { canApprove } = useSession();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const { mutate, isPending, error, data, reset } = useMutation({
    mutationFn: (dryRun: boolean) => importHostKeys(text, dryRun),
    onSuccess: (_result, dryRun) =>
      dryRun
        ? undefined
        : Promise.all([...TRUST_QUERIES, 'host-cas'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const put = (value: string) => {
    setText(value);
    reset();
  };
  if (!canApprove) return <p className="t3 sm">Only an administrator may import host keys.</p>;
  return (
    <section className="form" aria-labelledby="known-hosts">
      <h3 className="h3" id="known-hosts">
        Import known_hosts
      </h3>
      <Textarea
        label="Lines of a known_hosts file"
        description="Up to 1 MiB. A key that is trusted already is never replaced."
        autosize
        minRows={4}
        maxRows={10}
        classNames={{ input: 'mono' }}
        value={text}
        onChange={({ currentTarget: { value } }) => put(value)}
      />
      <input
        type="file"
        aria-label="Read the lines from a file"
        onChange={({ currentTarget: { files } }) => void files?.[0]?.text().then(put)}
      />
      {error !== null && <ProblemNote problem={toProblem(error)} />}
      {data !== undefined && <ImportResult result={data} />}
      <div className="form-end">
        <button
          type="button"
          className="btn lg"
          disabled={isPending || text.trim() === ''}
          onClick={() => mutate(true)}
        >
          Show what would happen
        </button>
        <Button loading={isPending} disabled={data?.dryRun !== true} onClick={() => mutate(false)}>
          Import
        </Button>
      </div>
    </section>
  );
}

function ImportResult({ result: { dryRun, lines } }: { result: HostKeyImportResult }) {
  return (
    <div role="status">
      <p className="sm">{dryRun ? 'Nothing is changed yet. This would happen:' : 'This has happened:'}</p>
      <ul className="parts">
        {lines.slice(0, LINES_SHOWN).map((line) => (
          <ImportRow key={`${line.line} ${line.outcome}`} line={line} />
        ))}
      </ul>
      {lines.length > LINES_SHOWN && <p className="t3 sm">and {lines.length - LINES_SHOWN} more</p>}
      {lines.length === 0 && <p className="t3 sm">There is no line with a key in it.</p>}
    </div>
  );
}

function ImportRow({ line }: { line: HostKeyImportLine }) {
  const { appliances, applianceCount, problem } = line;
  const names = appliances.slice(0, NAMES_SHOWN).map(({ name }) => name);
  const more = applianceCount - names.length;
  return (
    <li>
      <span className="num t3">line {line.line}</span>
      <StateMark mark={IMPORT_MARKS[line.outcome]} />
      <span className="t2">
        {problem !== null ? inWords(problem) : names.join(', ')}
        {more > 0 && ` and ${more} more`}
      </span>
    </li>
  );
}
