import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type SubmitEvent } from 'react';
import { ApiProblem, toProblem } from '../api/api-problem.js';
import { signIn } from '../api/changes.js';
import { meQuery } from '../api/queries.js';
import { Logo } from '../shell/logo.js';
import { StateIcon } from '../states/state-icon.js';

/** What went wrong, in words a person at a sign-in page can use. */
function refusalOf(error: unknown): string {
  if (error instanceof ApiProblem && error.status === 401) return 'User name or password is not right.';
  const { title, detail } = toProblem(error);
  return `${title}. ${detail}`;
}

function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}

/** Asks for a user name and a password. Both may be pasted, and a password manager may fill them. */
export function SignInPage() {
  const client = useQueryClient();
  const nameBox = useRef<HTMLInputElement>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: signIn,
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
  useEffect(() => nameBox.current?.focus(), []);
  useEffect(() => {
    document.title = 'Sign in - SDX Fleet Controller';
  }, []);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    mutate({ username: textOf(fields, 'username'), password: textOf(fields, 'password') });
  };
  return (
    <main className="gate">
      <form className="panel sign-in" onSubmit={submit} aria-labelledby="sign-in-title">
        <div className="row sign-in-brand">
          <Logo />
          <span>SDX Fleet Controller</span>
        </div>
        <h1 id="sign-in-title">Sign in</h1>
        <TextInput
          ref={nameBox}
          name="username"
          label="User name"
          autoComplete="username"
          required
          withAsterisk={false}
        />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
        />
        {error !== null && (
          <div className="alert s-bad" role="alert">
            <StateIcon name="bad" />
            <span>{refusalOf(error)}</span>
          </div>
        )}
        <Button type="submit" loading={isPending}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
