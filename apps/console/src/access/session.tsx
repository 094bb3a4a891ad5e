import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import type { Me } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { signOut } from '../api/changes.js';
import { meQuery } from '../api/queries.js';
import { ProblemNote } from '../shell/problem-note.js';
import { SignInPage } from './sign-in-page.js';

const SessionContext = createContext<Me | null>(null);

/**
 * Shows its children to whoever is signed in, and the sign-in page to anybody else, at the same address: after
 * signing in one is where one wanted to be.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data: me, error, refetch } = useQuery(meQuery);
  if (error !== null && me === undefined) {
    return (
      <main className="gate">
        <h1 className="sr">SDX Fleet Controller</h1>
        <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (me === undefined) return null;
  if (me === null) return <SignInPage />;
  return <SessionContext value={me}>{children}</SessionContext>;
}

/** Who is signed in and what that role may do. The API decides again on every request. */
export function useSession(): { me: Me; canOperate: boolean; canApprove: boolean; leave: () => void } {
  const me = useContext(SessionContext);
  const client = useQueryClient();
  if (me === null) throw new Error('useSession needs a SessionGate above it');
  const leave = async () => {
    // An ended session cannot be ended again: whatever the answer, nobody is signed in afterwards.
    await signOut().catch(() => undefined);
    client.setQueryData(meQuery.queryKey, null);
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  };
  return {
    me,
    canOperate: me.permissions.includes('operate'),
    canApprove: me.permissions.includes('administer'),
    leave: () => void leave(),
  };
}
