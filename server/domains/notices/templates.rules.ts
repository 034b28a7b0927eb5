import type { NoticeTemplate } from '@seodang/contract/notices.ts';

/** What a message tells of. It names no moment of arrival, so that what was previewed is what is sent. */
export type Story = {
  academy: string;
  student_name: string;
  lecture_title: string;
  /** YYYY-MM-DD */
  session_on: string | null;
  /** HH:MM:SS or HH:MM */
  starts_at: string | null;
  locale: string;
};

const ko: Record<NoticeTemplate, (story: Story) => string> = {
  arrival: (story) => `${headOf(story)} 학생이 ${classKo(story)} 수업에 출석했습니다.`,
  late: (story) => `${headOf(story)} 학생이 ${classKo(story)} 수업에 지각했습니다.`,
  absence: (story) =>
    `${headOf(story)} 학생이 ${classKo(story)} 수업에 결석했습니다. 사정이 있으면 알려 주세요: {link}`,
};

const en: Record<NoticeTemplate, (story: Story) => string> = {
  arrival: (story) => `${headOf(story)} is in class: ${classEn(story)}.`,
  late: (story) => `${headOf(story)} came late to class: ${classEn(story)}.`,
  absence: (story) =>
    `${headOf(story)} is absent from class: ${classEn(story)}. If there is a reason, please tell us: {link}`,
};

/** The text of a message, in the language of the academy. */
export function render(template: NoticeTemplate, story: Story): string {
  return (story.locale === 'en' ? en : ko)[template](story);
}

function headOf({ academy, student_name }: Story): string {
  return `[${academy}] ${student_name}`;
}

function classKo({ lecture_title, session_on, starts_at }: Story): string {
  const [, month = 0, day = 0] = session_on?.split('-').map(Number) ?? [];
  const when = [month ? `${month}월 ${day}일` : '', starts_at?.slice(0, 5) ?? ''].filter(Boolean).join(' ');
  return when ? `${when} ${lecture_title}` : lecture_title;
}

function classEn({ lecture_title, session_on, starts_at }: Story): string {
  return [lecture_title, session_on, starts_at?.slice(0, 5)].filter(Boolean).join(', ');
}

/** A phone number (or an address) that its owner recognises and nobody else can use. */
export function hintOf(contact: string): string {
  const [name = '', host] = contact.split('@');
  if (host !== undefined) return `${name.slice(0, 2)}****@${host}`;
  return `${contact.slice(0, 3)}-****-${contact.slice(-4)}`;
}
