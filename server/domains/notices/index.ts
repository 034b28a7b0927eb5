export { tellFamily } from './tell.ts';
