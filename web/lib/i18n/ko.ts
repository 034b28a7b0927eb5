/** Texts that every screen may use. */
export const ko = {
  product: '서당',
  tagline: '학원의 하루를 한곳에',
  roles: {
    owner: '원장',
    admin: '관리자',
    teacher: '강사',
    assistant: '조교',
    student: '학생',
    parent: '학부모',
  },
  actions: {
    save: '저장',
    cancel: '취소',
    close: '닫기',
    retry: '다시 시도',
    undo: '되돌리기',
    remove: '삭제',
    back: '뒤로',
    next: '다음',
    previous: '이전',
    more: '더보기',
    search: '검색',
    clear: '지우기',
    reload: '새로고침',
  },
  states: {
    loading: '불러오는 중',
    empty: '아직 아무것도 없습니다',
    updated: '방금 바뀜',
    offline: '오프라인입니다. 연결되면 자동으로 이어집니다.',
    live: '실시간',
    reconnecting: '다시 연결하는 중',
  },
  table: {
    rows: (count: number) => `${count.toLocaleString('ko')}건`,
    range: (from: number, to: number, count: number) =>
      `${count.toLocaleString('ko')}건 중 ${from.toLocaleString('ko')}–${to.toLocaleString('ko')}`,
    sortBy: (column: string) => `${column} 기준으로 정렬`,
    nothingFound: '조건에 맞는 항목이 없습니다',
    sort: '정렬',
    pages: '쪽 이동',
  },
  drop: {
    invite: '파일을 끌어다 놓거나 눌러서 고르세요',
    here: '여기에 놓으세요',
    wrongType: (name: string) => `${name}: 받을 수 없는 형식입니다`,
    tooLarge: (name: string, limit: string) => `${name}: 너무 큽니다 (최대 ${limit})`,
    chosen: (name: string, size: string) => `${name} · ${size}`,
  },
  confirm: {
    keep: '그대로 두기',
    losesTitle: '다음이 사라집니다',
    sure: '되돌릴 수 없습니다.',
    canUndo: '나중에 되돌릴 수 있습니다.',
  },
  undoToast: {
    left: (seconds: number) =>
      seconds >= 60 ? `${Math.ceil(seconds / 60)}분 안에 되돌릴 수 있습니다` : `${seconds}초 남음`,
    undone: '되돌렸습니다',
  },
  errors: {
    title: '문제가 생겼습니다',
    requestId: (id: string) => `문의 번호 ${id}`,
    checkField: '값을 확인해 주세요',
    checkFields: '표시된 칸을 확인해 주세요.',
    notFoundTitle: '페이지가 없습니다',
    notFoundHint: '주소가 바뀌었거나 볼 수 없는 페이지입니다.',
    home: '처음으로',
    newVersion: '새 버전이 나왔습니다. 새로고침해 주세요.',
  },
  form: { required: '필수', optional: '선택', show: '비밀번호 보기', hide: '비밀번호 숨기기' },
};

export type CoreWords = typeof ko;
