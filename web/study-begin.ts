import { clearStudyHere, openStudyHere } from './features/study/study-here.ts';
import { forgetBy, restoreLogin } from './lib/login.ts';

/**
 * For a device that has no questions yet: runs before the app has arrived, so that what came of `early.js` has been read
 * when it is there.
 */
forgetBy(clearStudyHere);
void restoreLogin().then(openStudyHere);
