import { plural, wordsHook } from '../../lib/i18n/words.ts';

const list = (numbers: readonly number[]) =>
  numbers.length > 8 ? `${numbers.slice(0, 8).join(', ')} …` : numbers.join(', ');

const ko = {
  open: '카메라로 읽기',
  back: '스캔',
  title: '카메라로 읽기',
  lead: '답안지 전체가 보이게 비추세요. 읽은 답이 화면에 바로 나옵니다.',
  view: '카메라 화면',
  starting: '카메라를 켜는 중',
  refused: '카메라를 쓸 수 없습니다. 브라우저에서 허용하거나 사진을 고르세요.',
  none: '카메라가 없습니다. 사진을 고르세요.',
  photo: '답안지 사진',
  photoHint: '찍어 둔 사진도 같은 방법으로 읽습니다.',
  searching: '답안지를 찾는 중',
  notFound: '사진에서 답안지를 찾지 못했습니다',
  refusals: {
    registration_unproven: '답안지를 펴서 반듯하게 비추세요',
    page_cut_off: '답안지의 네 귀퉁이가 모두 보이게 하세요',
    too_coarse: '더 가까이 비추세요',
    other_sheet: '다른 시험의 답안지입니다',
  },
  unknown: '누구인지 정해야 합니다',
  number: (number: string) => `번호 ${number}`,
  handedIn: '이미 낸 답안지가 있습니다',
  answers: (read: number, unsure: number) =>
    unsure === 0 ? `${read}문항 모두 확실` : `${read}문항 중 ${unsure}개 확인 필요`,
  unsure: (numbers: readonly number[]) => `확인: ${list(numbers)}번`,
  blank: (numbers: readonly number[]) => `무응답: ${list(numbers)}번`,
  confidence: (percent: number) => `확신 ${percent}%`,
  keep: '이대로 내기',
  another: '다음 답안지',
  kept: (name: string) => `${name}의 답안지를 냈습니다. 곧 채점합니다.`,
  keptUnknown: '답안지를 냈습니다. 누구 것인지 스캔에서 정해 주세요.',
  sending: '보내는 중',
  foreign: '카메라로는 여기에서 인쇄한 답안지만 읽습니다',
  foreignHint: '이 시험은 다른 양식의 답안지를 씁니다. 사진이나 스캔 파일을 올리면 읽습니다.',
  toScans: '스캔 올리기',
};

const en: typeof ko = {
  open: 'Read by camera',
  back: 'Scans',
  title: 'Read by camera',
  lead: 'Hold the camera so that the whole sheet is seen. What is read shows at once.',
  view: 'Camera',
  starting: 'Starting the camera',
  refused: 'The camera may not be used. Allow it in the browser, or choose a photo.',
  none: 'There is no camera. Choose a photo.',
  photo: 'Photo of a sheet',
  photoHint: 'A photo that was taken before is read in the same way.',
  searching: 'Looking for a sheet',
  notFound: 'No sheet was found in the photo',
  refusals: {
    registration_unproven: 'Lay the sheet flat and hold the camera straight above it',
    page_cut_off: 'All four corners of the sheet must be seen',
    too_coarse: 'Come closer',
    other_sheet: 'This is a sheet of another exam',
  },
  unknown: 'Somebody has to say whose it is',
  number: (number) => `Number ${number}`,
  handedIn: 'A sheet was handed in before',
  answers: (read, unsure) =>
    unsure === 0
      ? `${plural(read, 'answer', 'answers')}, all sure`
      : `${unsure} of ${plural(read, 'answer', 'answers')} to check`,
  unsure: (numbers) => `To check: ${list(numbers)}`,
  blank: (numbers) => `Blank: ${list(numbers)}`,
  confidence: (percent) => `${percent}% sure`,
  keep: 'Hand it in',
  another: 'Next sheet',
  kept: (name) => `The sheet of ${name} is in and will be graded`,
  keptUnknown: 'The sheet is in. Say whose it is under its scan.',
  sending: 'Sending',
  foreign: 'The camera reads only sheets that were printed here',
  foreignHint:
    'This exam uses a sheet of another design. Photos and scans of it are read when you upload them.',
  toScans: 'Upload scans',
};

export const useCameraWords = wordsHook({ ko, en });
