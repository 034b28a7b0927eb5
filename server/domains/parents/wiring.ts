export { parentRoutes } from './parents.routes.ts';
export { reportUpkeep as parentUpkeep } from './report.ts';
