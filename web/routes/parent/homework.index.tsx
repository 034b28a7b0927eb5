import { createFileRoute } from '@tanstack/react-router';
import { OwnHomeworkScreen } from '../../features/homework/own-homework.tsx';

export const Route = createFileRoute('/_app/parent/homework/')({ component: OwnHomeworkScreen });
