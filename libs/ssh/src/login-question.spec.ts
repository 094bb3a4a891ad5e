import { describe, expect, it } from '@jest/globals';
import { questionOf, type LoginQuestion } from './login-question.js';

describe('questionOf', () => {
  it.each<[string, LoginQuestion]>([
    ['Password:', 'password'],
    ["nsroot@ns-fra-01.example's password: ", 'password'],
    ['Password for nsroot@ns: ', 'password'],
    ['Kennwort: ', 'password'],
    ['Mot de passe : ', 'password'],
    ['パスワード: ', 'password'],
    ['', 'password'],
    ['login:', 'user-name'],
    ['ns-fra-01 login: ', 'user-name'],
    ['Username:', 'user-name'],
    ['User name: ', 'user-name'],
    ['user: ', 'user-name'],
    ['Verification code: ', 'second-factor'],
    ['Enter PASSCODE:', 'second-factor'],
    ['One-time password (OATH) for nsroot: ', 'second-factor'],
    ['OTP: ', 'second-factor'],
    ['Token:', 'second-factor'],
    ['Enter your RSA SecurID token code: ', 'second-factor'],
    ['Challenge 1234, response: ', 'second-factor'],
    ['New password:', 'new-password'],
    ['(current) UNIX password: ', 'new-password'],
    ['Please confirm your password: ', 'new-password'],
  ])('takes the hidden answer to "%s" for: %s', (text, question) => {
    expect(questionOf({ text, echo: false })).toBe(question);
  });

  it.each<[string, LoginQuestion]>([
    ['Favourite colour: ', 'unknown'],
    ['Login as: ', 'user-name'],
    ['Password: ', 'password'],
  ])('takes the visible answer to "%s" for: %s', (text, question) => {
    expect(questionOf({ text, echo: true })).toBe(question);
  });
});
