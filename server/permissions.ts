import type { Permissions } from '#core/permission.ts';

const everybody = ['owner', 'admin', 'teacher', 'assistant', 'student', 'parent'] as const;
const staff = ['owner', 'admin', 'teacher', 'assistant'] as const;
const teachers = ['owner', 'admin', 'teacher'] as const;
const managers = ['owner', 'admin'] as const;

/** Every operation of the API and who may call it. Which rows a role sees is decided by the services. */
export const permissions: Permissions = {
  rules: {
    live: everybody,
    readiness: managers,

    listStudents: staff,
    studentFacets: staff,
    getStudent: staff,
    createStudent: managers,
    updateStudent: teachers,
    deleteStudent: managers,
    restoreStudent: managers,
    giveConsent: managers,
    exportStudents: managers,
    listFamilies: staff,
    myStudent: ['student'],
    myChildren: ['parent'],
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

    claimJob: 'runner',
    heartbeatJob: 'runner',
    outputUrls: 'runner',
    publishJob: 'runner',
    completeJob: 'runner',
    failJob: 'runner',
    releaseJob: 'runner',
    nextVideo: 'runner',
    heartbeatVideo: 'runner',
    completeVideo: 'runner',
    failVideo: 'runner',
    nextVideoDoubled: 'runner',
    heartbeatVideoDoubled: 'runner',
    completeVideoDoubled: 'runner',
    failVideoDoubled: 'runner',
    processingComplete: 'runner',
    listJobs: managers,
    getJob: managers,
    cancelJob: managers,
    listRunners: managers,

    retryVideo: staff,
    reprocessVideo: staff,
  },
  beforePasswordChange: ['readMe', 'updateMe', 'changePassword', 'signOutEverywhere'],
  checkedInside: [],
};
