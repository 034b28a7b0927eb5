import type { Permissions } from '#core/permission.ts';

const everybody = ['owner', 'admin', 'teacher', 'assistant', 'student', 'parent'] as const;
const managers = ['owner', 'admin'] as const;

/** Every operation of the API and who may call it. Which rows a role sees is decided by the services. */
export const permissions: Permissions = {
  rules: {
    live: everybody,
    readiness: managers,

    openAcademy: 'anyone',
    signIn: 'anyone',
    refreshLogin: 'anyone',
    signOut: 'anyone',
    readDemo: 'anyone',
    signOutEverywhere: everybody,
    changePassword: everybody,
    readMe: everybody,
    updateMe: everybody,
    listLogins: everybody,
    endLogin: everybody,
  },
  beforePasswordChange: ['readMe', 'updateMe', 'changePassword', 'signOutEverywhere'],
  checkedInside: [],
};
