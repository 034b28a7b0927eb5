export { createAcademy, DEMO_PASSWORD } from './academy.ts';
export { authenticator } from './authenticate.ts';
export { changeContact, openPeople, setAccountsActive, takenLoginIds } from './people.ts';
