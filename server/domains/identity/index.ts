export { createAcademy, DEMO_PASSWORD } from './academy.ts';
export { authenticator } from './authenticate.ts';
