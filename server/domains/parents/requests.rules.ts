import { dayKo } from './report.rules.ts';

type Decided = {
  academy: string;
  locale: string;
  student_name: string;
  lecture_title: string;
  date: string | null;
  kind: 'excuse' | 'make_up';
  status: 'approved' | 'refused';
  answer: string | null;
  make_up: { date: string | null; starts_at: string | null } | null;
};

/** What the family is told of a decision. */
export function answerMessage(about: Decided): string {
  const { academy, student_name, lecture_title, date, answer } = about;
  const isEnglish = about.locale === 'en';
  const day = date ? (isEnglish ? date : dayKo(date)) : '';
  const outcome = isEnglish ? outcomeEn(about) : outcomeKo(about);
  const head = `[${academy}] ${student_name}${isEnglish ? '' : ' 학생'} · ${[day, lecture_title].filter(Boolean).join(' ')}`;
  return `${head}: ${outcome}${answer ? ` "${answer}"` : ''} {link}`;
}

function outcomeKo({ kind, status, make_up }: Decided): string {
  if (kind === 'excuse')
    return status === 'approved' ? '결석 사유를 인정했습니다.' : '결석 사유를 인정하지 않았습니다.';
  if (status === 'refused') return '보강 요청을 받아들이지 못했습니다.';
  const when = make_up?.date ? ` ${dayKo(make_up.date)} ${make_up.starts_at ?? ''}`.trimEnd() : '';
  return `보강이 정해졌습니다.${when}`;
}

function outcomeEn({ kind, status, make_up }: Decided): string {
  if (kind === 'excuse')
    return status === 'approved' ? 'the absence is excused.' : 'the absence is not excused.';
  if (status === 'refused') return 'there will be no make-up.';
  return `make-up${make_up?.date ? ` on ${make_up.date} ${make_up.starts_at ?? ''}`.trimEnd() : ''}.`;
}
