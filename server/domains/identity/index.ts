export { authenticator } from './authenticate.ts';
export { changeAccount, createAccounts, setAccountsActive, takenLoginIds } from './people.ts';
