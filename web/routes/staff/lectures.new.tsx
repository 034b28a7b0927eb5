import { createFileRoute } from '@tanstack/react-router';
import { NewLectureScreen } from '../../features/classes/new-lecture-screen.tsx';

export const Route = createFileRoute('/_app/staff/lectures/new')({ component: NewLectureScreen });
