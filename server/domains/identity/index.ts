export { createAcademy, DEMO_PASSWORD, readDemo } from './academy.ts';
export {
  type AccountChange,
  type CreatedAccount,
  changeAccount,
  createAccount,
  createAccounts,
  deactivateAccount,
  type NewPerson,
  reactivateAccount,
  setTemporaryPassword,
} from './accounts.ts';
export { authenticator } from './authenticate.ts';
export { hashPassword } from './password.ts';
export { changeContact, openPeople, setAccountsActive, takenLoginIds } from './people.ts';
