export { createAcademy, DEMO_PASSWORD, readDemo } from './academy.ts';
export {
  changeAccount,
  createAccount,
  createAccounts,
  deactivateAccount,
  setTemporaryPassword,
} from './accounts.ts';
export { authenticator } from './authenticate.ts';
export { hashPassword } from './password.ts';
export { changeContact, openPeople, setAccountsActive, takenLoginIds } from './people.ts';
export { countAgainst } from './throttle.ts';
