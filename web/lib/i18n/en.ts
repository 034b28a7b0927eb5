import type { CoreWords } from './ko.ts';
import { grouped, plural } from './words.ts';

export const en: CoreWords = {
  product: 'Seodang',
  tagline: 'The whole day of your academy, in one place',
  roles: {
    owner: 'Owner',
    admin: 'Administrator',
    teacher: 'Teacher',
    assistant: 'Assistant',
    student: 'Student',
    parent: 'Parent',
  },
  actions: {
    save: 'Save',
    cancel: 'Cancel',
    close: 'Close',
    retry: 'Try again',
    undo: 'Undo',
    remove: 'Delete',
    back: 'Back',
    next: 'Next',
    previous: 'Previous',
    more: 'More',
    search: 'Search',
    clear: 'Clear',
    reload: 'Reload',
  },
  states: {
    loading: 'Loading',
    empty: 'Nothing here yet',
    updated: 'Just changed',
    offline: 'You are offline. Work continues by itself once you are back.',
    live: 'Live',
    reconnecting: 'Reconnecting',
  },
  table: {
    rows: (count) => plural(count, 'row', 'rows'),
    range: (from, to, count) => `${grouped(from)}–${grouped(to)} of ${grouped(count)}`,
    sortBy: (column) => `Sort by ${column}`,
    nothingFound: 'Nothing matches',
    sort: 'Sort',
    pages: 'Pages',
  },
  drop: {
    invite: 'Drop a file here, or press to choose one',
    here: 'Drop it here',
    wrongType: (name) => `${name}: this kind of file is not accepted`,
    tooLarge: (name, limit) => `${name}: too large (at most ${limit})`,
    chosen: (name, size) => `${name} · ${size}`,
  },
  confirm: {
    keep: 'Keep it',
    losesTitle: 'This will be lost',
    sure: 'It cannot be undone.',
    canUndo: 'You can undo it later.',
  },
  undoToast: {
    left: (seconds) =>
      seconds >= 60
        ? `Can be undone for ${plural(Math.ceil(seconds / 60), 'minute', 'minutes')}`
        : `${plural(seconds, 'second', 'seconds')} left`,
    undone: 'Undone',
  },
  errors: {
    title: 'Something went wrong',
    requestId: (id) => `Reference ${id}`,
    checkField: 'Check this value',
    checkFields: 'Check the marked fields.',
    notFoundTitle: 'There is no such page',
    notFoundHint: 'The address has changed, or the page is not yours to see.',
    home: 'Go to the start',
    newVersion: 'There is a new version. Please reload.',
  },
  form: { required: 'required', optional: 'optional', show: 'Show password', hide: 'Hide password' },
};
