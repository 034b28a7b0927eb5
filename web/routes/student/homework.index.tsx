import { createFileRoute } from '@tanstack/react-router';
import { OwnHomeworkScreen } from '../../features/homework/own-homework.tsx';

export const Route = createFileRoute('/_app/student/homework/')({ component: OwnHomeworkScreen });
