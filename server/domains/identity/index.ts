export { authenticator } from './authenticate.ts';
export { changeContact, openPeople, setAccountsActive, takenLoginIds } from './people.ts';
