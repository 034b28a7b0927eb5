import { plural, wordsHook } from '../../lib/i18n/words.ts';

const ko = {
  title: '저장소 점검',
  lead: '밤마다 저장된 파일과 기록이 서로 맞는지 살펴봅니다.',
  checkNow: '지금 점검',
  neverChecked: '아직 점검한 적이 없습니다. 오늘 밤 처음으로 점검하거나, 지금 바로 점검할 수 있습니다.',
  checked: (at: string, files: number, size: string) =>
    `${at}에 파일 ${files.toLocaleString('ko')}개(${size})를 점검했습니다.`,
  none: '어긋난 곳이 없습니다',
  noneHint: '모든 파일에 기록이 있고, 모든 기록에 파일이 있습니다.',
  missing: (count: number) => `사라진 파일 ${count}`,
  orphans: (count: number) => `기록 없는 파일 ${count}`,
  missingHint: '기록에는 있지만 저장소에 없는 파일입니다. 백업에서 되돌리거나 아래에 적힌 대로 해 주세요.',
  noneMissing: '사라진 파일이 없습니다.',
  orphanHint: (size: string) =>
    `어느 기록에도 없는 파일이 ${size}를 차지합니다. 백업을 되돌리는 중이라면 지우지 마세요. 되돌린 기록이 이 파일을 쓸 수 있습니다.`,
  noOrphans: '기록 없는 파일이 없습니다.',
  kinds: { orphan: '기록 없음', missing_source: '원본 없음', missing_output: '재생 불가' },
  mends: {
    missing_source: '다시 변환할 수 없습니다. 백업에서 되돌리거나 원본을 다시 올려 주세요.',
    missing_output: '재생되지 않습니다. 백업에서 되돌리거나 영상을 다시 변환해 주세요.',
  },
  openVideo: '영상 열기',
  amount: (files: number, size: string) => `파일 ${files.toLocaleString('ko')}개 ${size}`,
  writtenAt: (day: string) => `${day}에 저장`,
  since: (at: string) => `${at}에 발견`,
  removing: '지우는 중',
  age: '저장한 지',
  olderThan: (days: number) => `${days}일 넘음`,
  removeOld: '오래된 것 지우기',
  removeTitle: (places: number, size: string) => `기록 없는 파일 ${places}곳(${size})을 지울까요?`,
  remove: '지우기',
  removed: (places: number, size: string) => `${places}곳(${size})을 지우고 있습니다.`,
  noneThatOld: (days: number) => `저장한 지 ${days}일이 넘은 것이 없습니다.`,
};

const en: typeof ko = {
  title: 'Storage check',
  lead: 'Each night files and records are compared with each other.',
  checkNow: 'Check now',
  neverChecked: 'Not checked yet. The first check is tonight, or right now if you like.',
  checked: (at, files, size) => `Checked ${plural(files, 'file', 'files')} (${size}) on ${at}.`,
  none: 'Everything fits',
  noneHint: 'Every file has its record, and every record its files.',
  missing: (count) => `Missing files ${count}`,
  orphans: (count) => `Files without a record ${count}`,
  missingHint:
    'Records name these files, but the storage does not have them. Bring them back from a backup, or do as told below.',
  noneMissing: 'No file is missing.',
  orphanHint: (size) =>
    `Files that no record knows take ${size}. Do not remove them while a backup is being restored: its records may know them.`,
  noOrphans: 'Every file has its record.',
  kinds: { orphan: 'No record', missing_source: 'No source', missing_output: 'Does not play' },
  mends: {
    missing_source: 'It cannot be made anew. Bring it back from a backup, or upload it again.',
    missing_output: 'It does not play. Bring it back from a backup, or have the video processed again.',
  },
  openVideo: 'Open the video',
  amount: (files, size) => `${plural(files, 'file', 'files')}, ${size}`,
  writtenAt: (day) => `stored on ${day}`,
  since: (at) => `found on ${at}`,
  removing: 'Being removed',
  age: 'Stored for',
  olderThan: (days) => `more than ${days} days`,
  removeOld: 'Remove old ones',
  removeTitle: (places, size) => `Remove ${plural(places, 'place', 'places')} without a record (${size})?`,
  remove: 'Remove',
  removed: (places, size) => `Removing ${plural(places, 'place', 'places')} (${size}).`,
  noneThatOld: (days) => `Nothing is older than ${days} days.`,
};

export const useStorageWords = wordsHook({ ko, en });
