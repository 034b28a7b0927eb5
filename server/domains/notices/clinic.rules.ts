import type { ClinicCause } from '@seodang/contract/clinic.ts';

/** What a message about a clinic tells of. */
export type ClinicNews = {
  academy: string;
  locale: string;
  student_name: string;
  lecture_title: string;
  session_title: string;
  cause: ClinicCause;
  exam_title: string | null;
  score: number | null;
  pass_score: number | null;
};

/** The text of a message, in the language of the academy. */
export function renderClinic(news: ClinicNews): string {
  return news.locale === 'en' ? inEnglish(news) : inKorean(news);
}

function inKorean(news: ClinicNews): string {
  const { academy, student_name, lecture_title } = news;
  return `[${academy}] ${student_name} 학생에게 ${lecture_title} 클리닉이 필요합니다. ${whyKo(news)} 학생 또는 학부모 화면에서 시간을 예약해 주세요.`;
}

function whyKo({ cause, session_title, exam_title, score, pass_score }: ClinicNews): string {
  if (cause === 'LOW_SCORE') return `${exam_title} ${score}점(통과 ${pass_score}점)입니다.`;
  if (cause === 'REPEATED_WRONG') return `${exam_title}에서 같은 문항을 다시 틀렸습니다.`;
  if (cause === 'INCOMPLETE') return `${session_title} 차시를 아직 마치지 못했습니다.`;
  return `${session_title} 차시를 함께 보충합니다.`;
}

function inEnglish(news: ClinicNews): string {
  const { academy, student_name, lecture_title } = news;
  return `[${academy}] ${student_name} needs a clinic in ${lecture_title}. ${whyEn(news)} Please book a time on the student's or the parent's screen.`;
}

function whyEn({ cause, session_title, exam_title, score, pass_score }: ClinicNews): string {
  if (cause === 'LOW_SCORE') return `${exam_title}: ${score} points (${pass_score} to pass).`;
  if (cause === 'REPEATED_WRONG') return `The same questions of ${exam_title} were wrong again.`;
  if (cause === 'INCOMPLETE') return `${session_title} is not complete yet.`;
  return `We go through ${session_title} together.`;
}
